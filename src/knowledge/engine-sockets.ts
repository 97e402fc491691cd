/** File names of the sockets by which container engines take orders: whoever reaches one rules the host. */
const names: ReadonlySet<string> = new Set([
  "docker.sock",
  "docker-raw.sock",
  "podman.sock",
  "containerd.sock",
  "crio.sock",
  "buildkitd.sock",
]);

/** Whether a path is that of a container engine's socket: `/var/run/docker.sock`, `/run/user/1000/podman/podman.sock`. */
export function isEngineSocket(path: string): boolean {
  return names.has(path.slice(path.lastIndexOf("/") + 1).toLowerCase());
}
