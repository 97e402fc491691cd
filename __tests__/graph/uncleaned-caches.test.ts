import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { uncleanedCaches } from "../../src/graph/uncleaned-caches.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

/** The caches that the last instruction leaves behind. */
function leftBy(lines: string): string[] {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", `FROM image:1\n${lines}\n`)));
  const step = graph.stages.at(-1)?.steps.at(-1);
  return (step && uncleanedCaches(graph, new Set(graph.stages.keys())).left.get(step))?.map(({ cache }) => cache) ?? [];
}

describe("caches that a RUN leaves", () => {
  it.each([
    ["apt-get update && apt-get install -y curl", ["apt lists"]],
    ["apt-get update && apt-get install -y curl && apt-get clean", ["apt lists"]],
    ["rm -rf /var/lib/apt/lists/* && apt update", ["apt lists"]],
    ["apk update && apk add --no-cache curl", ["apk"]],
    ["apk add curl", ["apk"]],
    ["dnf -y install x && pip install y", ["dnf", "pip"]],
    ["zypper -n in x", ["zypper"]],
    ["pacman -Sy --noconfirm x", ["pacman"]],
    ["python3 -m pip install x", ["pip"]],
    ["uv pip install x", ["uv"]],
    ["npm ci", ["npm"]],
    ["yarn", ["yarn"]],
    ["composer install", ["composer"]],
    ["conda env create -f env.yml", ["conda"]],
    ["--mount=type=cache,target=/var/cache/apt apt-get update", ["apt lists"]],
    ["PIP_CACHE_DIR=/tmp/pip pip install x", ["pip"]],
  ])("RUN %s", (command, expected) => {
    expect(leftBy(`RUN ${command}`)).toEqual(expected);
  });

  it.each([
    "apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*",
    "apt-get update && rm -r /var/lib/apt/lists",
    "apt-get update && rm -rf /var/lib/{apt,dpkg}/",
    "apt-get update && cd /var/lib/apt/lists && rm -rf *",
    "apt-get update && find /var/lib/apt/lists -type f -delete",
    "apt-get update && apt-get distclean",
    "apt-get update; rm -rf /var/lib/apt/lists/*_*",
    "apt-get install -y x",
    "apt-get update && ./docker-cleanup.sh",
    "cleanup() { rm -rf /var/lib/apt/lists/*; }; apt-get update; cleanup",
    "--mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update",
    "--mount=type=tmpfs,target=/var/lib/apt/lists apt-get update",
    "apk --no-cache add x",
    "apk add x && rm -rf /var/cache/apk/*",
    "apk add --root /rootfs x",
    "--mount=type=cache,target=/var/cache/apk apk add x",
    "yum -y install x && yum clean all",
    "dnf -y install x && rm -rf /var/cache/*",
    "dnf --installroot /mnt install x",
    "pip install --no-cache-dir x",
    "PIP_NO_CACHE_DIR=off pip install x",
    "pip install x && rm -rf ~/.cache",
    "pip install x && rm -rf $HOME/.cache/pip",
    "--mount=type=cache,target=/root/.cache pip install x",
    "PIP_CACHE_DIR=/tmp/pip pip install x && rm -rf /tmp/pip",
    "pip install x && pip cache purge",
    "npm ci && npm cache clean --force",
    "npm i --cache /tmp/npm && rm -rf /tmp/*",
    "yarn --version",
    "YARN_CACHE_FOLDER=/dev/null yarn",
    "COMPOSER_CACHE_DIR=/dev/null composer install",
    "rpm -i x.rpm",
    "npm run build",
  ])("none by RUN %s", (command) => {
    expect(leftBy(`RUN ${command}`)).toEqual([]);
  });

  it("heeds settings of the stage and of those below it, from their line on", () => {
    expect(leftBy("ENV PIP_NO_CACHE_DIR=1\nRUN pip install x")).toEqual([]);
    expect(leftBy("ENV UV_NO_CACHE=1\nFROM image:1\nRUN uv sync")).toEqual(["uv"]);
    expect(leftBy("RUN pip install x\nENV PIP_NO_CACHE_DIR=1\nRUN pip install y")).toEqual([]);
  });

  it("knows the packages that stay once Debian's setting is gone", () => {
    const keep = "RUN rm -f /etc/apt/apt.conf.d/docker-clean\n";
    expect(leftBy(`${keep}RUN apt-get install -y x`)).toEqual(["apt archives"]);
    expect(leftBy(`${keep}RUN apt-get install -y x && apt-get clean`)).toEqual([]);
    expect(leftBy(`${keep}RUN --mount=type=cache,target=/var/cache/apt apt-get install -y x`)).toEqual([]);
  });
});
