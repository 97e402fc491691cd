import { isSecretFile } from "../knowledge/secret-files.ts";

const composeName = /^(?:docker-|podman-)?compose(?:[._-].{1,100})?\.ya?ml$|[._-]compose\.ya?ml$/;
const bakeName = /^(?:.{1,100}[._-])?bake(?:[._-].{1,100})?\.(?:hcl|json)$/;
const makefileName = /^(?:gnu)?makefile(?:\..{1,100})?$|\.mk$/;
const otherNames = new Set([
  "action.yml",
  "action.yaml",
  "package.json",
  "skaffold.yml",
  "skaffold.yaml",
  "taskfile.yml",
  "taskfile.yaml",
  "taskfile.dist.yml",
  "taskfile.dist.yaml",
]);
const scriptFolders = new Set([".ci", ".github", "bin", "build", "ci", "docker", "hack", "script", "scripts", "tools"]);
const skippedFolders = new Set([".git", "node_modules", "vendor", "third_party"]);

/**
 * Whether a file (repository-relative POSIX path) may say how Dockerfiles are built, or what of the build context gets into an
 * image: compose and bake files, workflows and actions, Makefiles, skaffold, package.json, scripts, `.dockerignore`, `.env`,
 * and files that hold secrets by their name, whose text tells whether they do.
 */
export function isRepositoryFactsPath(path: string): boolean {
  const segments = path.split("/");
  const name = (segments.pop() ?? "").toLowerCase();
  if (segments.some((folder) => skippedFolders.has(folder))) return false;
  return (
    name.endsWith(".dockerignore") ||
    name === ".env" ||
    isComposePath(path) ||
    isBakePath(path) ||
    isMakefilePath(path) ||
    isWorkflowPath(path) ||
    otherNames.has(name) ||
    isScriptPath(path) ||
    isSecretFile(path) !== undefined
  );
}

export function isComposePath(path: string): boolean {
  return composeName.test(nameOf(path));
}

export function isBakePath(path: string): boolean {
  return bakeName.test(nameOf(path));
}

export function isMakefilePath(path: string): boolean {
  return makefileName.test(nameOf(path));
}

export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** The steps of an action of the repository. */
export function isActionPath(path: string): boolean {
  return /^action\.ya?ml$/.test(nameOf(path));
}

/** Shell scripts at the root, and in folders where people keep those that build. */
export function isScriptPath(path: string): boolean {
  const segments = path.split("/");
  const name = (segments.pop() ?? "").toLowerCase();
  if (!name.endsWith(".sh") && !name.endsWith(".bash")) return false;
  return segments.length === 0 || segments.some((folder) => scriptFolders.has(folder.toLowerCase()));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}
