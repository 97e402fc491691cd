import type { ImageReference } from "../model/image-reference.ts";
import { isDevelopmentName, isTestName } from "./stage-names.ts";

// A workbench is an image that people or pipelines work in: development containers, build agents, test runners, fuzzers, images
// that are a toolchain for others. Tools are what it is for.

const workbenchWords = new Set(
  `builder buildenv ci codegen devcontainer devcontainers fuzz fuzzer fuzzers fuzzing generate s2i sdk tilt toolchain
  toolchains vendor`.split(/\s+/),
);

/** Folders that hold what never ships, by their whole name. */
const workbenchFolders = new Set(
  `.cursor .devcontainer .github .gitpod .circleci .ci ci dev devel development docs test tests testing testdata e2e fixtures
  integration-tests fuzz fuzzers fuzzing benchmark benchmarks builder builders sdk tilt`.split(/\s+/),
);

/** Images that are made to work in; what is built FROM them is worked in too. */
const workbenchImages: readonly RegExp[] = [
  /^mcr\.microsoft\.com\/(?:vscode\/)?devcontainers\//,
  /^mcr\.microsoft\.com\/dotnet-buildtools\//,
  /^gcr\.io\/(?:oss-fuzz-base|fuzzbench|k8s-staging-test-infra)\//,
  /^docker\.io\/(?:gitpod|cimg|circleci)\//,
  /^docker\.io\/jenkins\/(?:inbound-agent|ssh-agent|agent)$/,
  /^docker\.io\/(?:library|arm64v8|amd64)\/(?:ros|buildpack-deps)$/,
  /^docker\.io\/osrf\//,
];

/** Whether the stage, the file or the base says that what is built is a workbench. */
export function isWorkbench(path: string, stageName: string, root: ImageReference | undefined): boolean {
  const folders = path.split("/").slice(0, -1);
  return (
    namesWorkbench(stageName) ||
    namesWorkbench(withoutDockerfile(path.split("/").at(-1) ?? "")) ||
    namesBuilder(folders.at(-1) ?? "") ||
    namesBenchmark(folders.at(-1) ?? "") ||
    folders.some((folder) => workbenchFolders.has(folder.toLowerCase()) || isTestName(folder)) ||
    (root !== undefined && isWorkbenchImage(root))
  );
}

function isWorkbenchImage({ registry, repository }: ImageReference): boolean {
  const name = `${registry}/${repository}`;
  return workbenchImages.some((pattern) => pattern.test(name)) || namesWorkbench(repository.split("/").at(-1) ?? "");
}

function namesWorkbench(name: string): boolean {
  if (isTestName(name) || isDevelopmentName(name)) return true;
  return name
    .toLowerCase()
    .split(/[-_.]/)
    .some((word) => workbenchWords.has(word));
}

/** `kernel-builder/Dockerfile`. */
function namesBuilder(folder: string): boolean {
  return /(?:^|[-_.])(?:builder|buildenv|toolchain)$/.test(folder.toLowerCase());
}

/** `unixbench/Dockerfile`: what it measures is compiled where it runs. */
function namesBenchmark(folder: string): boolean {
  return /bench$/.test(folder.toLowerCase());
}

/** Folders of Dockerfiles that are the input of tests. */
const fixtureFolders = /(?:^|\/)(?:testdata|__?fixtures__?|fixtures|integration|e2e)\//i;

/**
 * Whether the Dockerfile itself is what a test is made with: secrets in it are made up, and its stages are built by the test.
 * @param path of the Dockerfile, from the root of the repository.
 */
export function isFixture(path: string): boolean {
  return fixtureFolders.test(path);
}

/** `test` of `Dockerfile.test`, `test.Dockerfile` and `Dockerfile-test`. */
function withoutDockerfile(file: string): string {
  return file.replace(/(?:docker|container)file/i, "").replace(/^[-_.]+|(?<![-_.])[-_.]+$/g, "");
}
