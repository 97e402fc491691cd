const defaultSize = 30;
const largestSize = 100;

/** A page of a list, with the addresses of the others in a Link header, as `per_page` and `page` ask for it. */
export function page<Item>(
  items: readonly Item[],
  url: URL,
): { readonly items: readonly Item[]; readonly link: string | undefined } {
  const size = Math.min(positive(url.searchParams.get("per_page")) ?? defaultSize, largestSize);
  const number = positive(url.searchParams.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const address = (to: number, relation: string) => {
    const other = new URL(url);
    other.searchParams.set("page", String(to));
    return `<${other}>; rel="${relation}"`;
  };
  const links = [
    ...(number > 1 ? [address(Math.min(number - 1, last), "prev")] : []),
    ...(number < last ? [address(number + 1, "next"), address(last, "last")] : []),
    ...(number > 1 ? [address(1, "first")] : []),
  ];
  return {
    items: items.slice((number - 1) * size, number * size),
    link: links.length === 0 ? undefined : links.join(", "),
  };
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
