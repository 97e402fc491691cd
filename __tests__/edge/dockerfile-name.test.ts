import { describe, expect, it } from "vitest";
import { dockerfileName } from "../../src/edge/dockerfile-name.ts";

describe("the names of Dockerfiles", () => {
  it.each([
    "Dockerfile",
    "dockerfile",
    "DOCKERFILE",
    "Containerfile",
    "Dockerfile.dev",
    "Dockerfile-windows",
    "Dockerfile_arm64",
    "containerfile.prod",
    "api.Dockerfile",
    "ubuntu-24.04.dockerfile",
    "web.Containerfile",
    "Dockerfile.v1.2",
    "test.ts.Dockerfile",
    "Dockerfile.my app",
  ])("%s is one", (name) => expect(dockerfileName(name)).toBe("dockerfile"));

  it.each(["Dockerfile.py", "dockerfile.go", "Dockerfile.README.md", "dockerfile-parser.ts", "Dockerfile.json"])(
    "%s may be one",
    (name) => expect(dockerfileName(name)).toBe("doubtful"),
  );

  it.each([
    "Dockerfile.dockerignore",
    "api.Dockerfile.dockerignore",
    ".dockerignore",
    "Dockerfile.tmpl",
    "Dockerfile.j2",
    "Dockerfile.prod.template",
    "Dockerfiles",
    "Dockerfile2",
    "MyDockerfile",
    ".dockerfile",
    "Dockerfile.",
    "docker-compose.yml",
    "",
  ])("%j is none", (name) => expect(dockerfileName(name)).toBe("other"));
});
