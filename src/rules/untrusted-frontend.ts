import { array, description, optional, pipe, strictObject } from "valibot";
import { familiarName, parseImageReference } from "../model/image-reference.ts";
import { imagePattern, matchesImage } from "../policy/image-pattern.ts";
import { defineRule } from "./rule.ts";

/** Docker's own: releases, and builds of the development branch. */
const ownFrontends = ["docker.io/docker/dockerfile", "docker.io/docker/dockerfile-upstream"];

export default defineRule({
  id: "untrusted-frontend",
  level: "warning",
  group: "bases",
  summary: "`# syntax=` names a frontend other than Docker's.",
  why: `The frontend is an image that BuildKit starts to turn the file into build steps: it runs as the builder, reads the whole
build context and decides what every stage becomes, whatever the file says. A name like Docker's own is enough to take over a build.`,
  options: strictObject({
    allow: pipe(
      optional(array(imagePattern), []),
      description("Patterns of other frontends that may be used, such as `ghcr.io/acme/frontend`."),
    ),
  }),
  examples: [
    {
      title: "A frontend of somebody else's",
      dockerfile: "# syntax=someone/dockerfile:1\nFROM alpine:3.20\nRUN apk add curl\n",
      lines: [1],
    },
    {
      title: "Docker's name in another registry",
      dockerfile: "# escape=\\\n# SYNTAX = docker.example/docker/dockerfile:1\nFROM alpine:3.20\n",
      lines: [2],
    },
    {
      title: "Behind a shebang line",
      dockerfile: "#!/usr/bin/env docker-build\n# syntax=ghcr.io/acme/frontend\nFROM alpine:3.20\n",
      lines: [2],
    },
    {
      title: "One letter off",
      dockerfile: "#syntax=docker/dockerfi1e:1.7-labs\nFROM alpine:3.20\n",
      lines: [1],
    },
    {
      title: "Docker's frontend, at any version",
      dockerfile: "# syntax=docker.io/docker/dockerfile:1.7-labs\nFROM alpine:3.20\n",
      lines: [],
    },
    {
      title: "Docker's development branch",
      dockerfile: "# syntax=docker/dockerfile-upstream:master\nFROM alpine:3.20\n",
      lines: [],
    },
    {
      title: "A comment further down is no directive",
      dockerfile: "# Our image\n\n# syntax=someone/dockerfile:1\nFROM alpine:3.20\n",
      lines: [],
    },
    {
      title: "A frontend on the list",
      dockerfile: "# syntax=ghcr.io/acme/frontend:2\nFROM alpine:3.20\n",
      lines: [],
      options: { allow: ["ghcr.io/acme/*"] },
    },
  ],
  *check({ dockerfile }, { allow }) {
    const { syntax } = dockerfile.directives;
    const image = syntax && parseImageReference(syntax.value);
    if (!image || matchesImage(image, [...ownFrontends, ...allow])) return;
    yield {
      at: syntax.span,
      message: `The frontend ${shortened(familiarName(image))} runs as the builder: it reads the whole build context and decides what every stage becomes. Write \`# syntax=docker/dockerfile:1\`, or list this image under \`allow\` if you trust who publishes it.`,
    };
  },
});

function shortened(name: string): string {
  return name.length > 120 ? `${name.slice(0, 119)}…` : name;
}
