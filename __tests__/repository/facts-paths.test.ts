import { describe, expect, it } from "vitest";
import { isRepositoryFactsPath } from "../../src/repository/facts-paths.ts";

describe("paths of files that say how Dockerfiles are built", () => {
  it.each([
    "compose.yaml",
    "docker-compose.yml",
    "docker-compose.prod.yaml",
    "services/api/docker-compose-ci.yml",
    "dev.compose.yml",
    "docker-bake.hcl",
    "docker-bake.override.json",
    "ci/bake.hcl",
    ".github/workflows/build.yml",
    ".github/actions/image/action.yaml",
    "Makefile",
    "GNUmakefile",
    "Makefile.docker",
    "build/images.mk",
    "Taskfile.yml",
    "skaffold.yaml",
    "web/package.json",
    "build.sh",
    "hack/images/build.sh",
    ".dockerignore",
    "docker/api.Dockerfile.dockerignore",
    ".env",
    "web/.npmrc",
  ])("takes %s", (path) => {
    expect(isRepositoryFactsPath(path)).toBe(true);
  });

  it.each([
    "src/compose.ts",
    "composer.json",
    "docs/github/workflows/build.yml.md",
    "node_modules/a/package.json",
    "vendor/github.com/a/Makefile",
    "src/lib/a.sh",
    "Dockerfile",
    "README.md",
    "bake/readme.hcl",
    "package-lock.json",
  ])("leaves %s", (path) => {
    expect(isRepositoryFactsPath(path)).toBe(false);
  });
});
