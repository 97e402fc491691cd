import type { InstallCall } from "./dependency-effect.ts";

/** Where Python's own images and distributions have what pip installs. */
const systemFolders = ["/usr/local/lib/python*/site-packages", "/usr/lib/python*/site-packages"];

/** Folders for the binaries of the system: a PATH that begins with one of them says nothing of a virtual environment. */
const systemBinaries = /^\/(?:usr\/(?:local\/)?)?s?bin$/;

interface Where {
  readonly target?: string | undefined;
  readonly isUser?: boolean;
}

/** Where an install puts packages: as its options say, in the virtual environment that is active, or in the system. */
export function pythonFolders({ path, settings }: InstallCall, { target, isUser }: Where): readonly string[] {
  if (target !== undefined) return [target];
  if (isUser) return ["/root/.local", "/home/*/.local"];
  const active = activeEnvironment({ path, settings });
  return active === undefined ? systemFolders : [active];
}

/** `/opt/venv/bin/pip`, VIRTUAL_ENV, or a PATH that begins with its `bin`. */
export function activeEnvironment({ path, settings }: Pick<InstallCall, "path" | "settings">): string | undefined {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  if (folder.endsWith("/bin") && !systemBinaries.test(folder)) return folder.slice(0, -"/bin".length);
  const named = settings.get("VIRTUAL_ENV");
  if (named) return named;
  const [first = ""] = settings.get("PATH")?.split(":", 1) ?? [];
  return first.endsWith("/bin") && !systemBinaries.test(first) && !first.includes(".local")
    ? first.slice(0, -"/bin".length)
    : undefined;
}
