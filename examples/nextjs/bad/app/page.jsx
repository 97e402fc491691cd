export default function Page() {
  return <h1>Open all night</h1>;
}
