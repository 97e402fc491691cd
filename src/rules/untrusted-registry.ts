import { array, description, optional, pipe, strictObject } from "valibot";
import { imageUses } from "../graph/image-uses.ts";
import { stageTitle } from "../model/graph.ts";
import { type ImageReference, parseImageReference } from "../model/image-reference.ts";
import { imagePattern, matchesImage } from "../policy/image-pattern.ts";
import { defineRule } from "./rule.ts";

const digest = `sha256:${"0".repeat(64)}`;

export default defineRule({
  id: "untrusted-registry",
  level: "off",
  group: "bases",
  summary: "An image from outside the allowed registries: base, `COPY --from`, mount or frontend.",
  why: `Whoever publishes an image decides what the stages are made of, and a frontend reads the whole build. The list is compared
with the whole reference, the registry filled in: \`golang:1.23\` is \`docker.io/library/golang:1.23\`. Without a list nothing is said;
giving one switches the rule on.`,
  options: strictObject({
    allow: pipe(
      optional(array(imagePattern), []),
      description("Patterns of the images that may be used: `ghcr.io`, `ghcr.io/acme/*`, `docker.io/library/**`."),
    ),
  }),
  // One list says it all of the frontend.
  supersedes: ["untrusted-frontend"],
  examples: [
    {
      title: "A base from a registry that is not on the list",
      dockerfile: "FROM quay.io/acme/runtime:1.4\nCOPY app /app\n",
      lines: [1],
      options: { allow: ["ghcr.io", "docker.io/library/*"] },
    },
    {
      title: "Docker Hub by its short name, copied and mounted from",
      dockerfile:
        "FROM ghcr.io/acme/base:1\nCOPY --from=someone/tool:2 /tool /tool\nRUN --mount=type=bind,from=busybox,target=/b cp /b/bin/sh /sh\n",
      lines: [2, 3],
      options: { allow: ["ghcr.io/acme/*"] },
    },
    {
      title: "The frontend reads the whole build",
      dockerfile: "# syntax=evil.example/dockerfile:1\nFROM ghcr.io/acme/base:1\nCOPY app /app\n",
      lines: [1],
      options: { allow: ["ghcr.io"] },
    },
    {
      title: "Put together from ARGs",
      dockerfile:
        "ARG REGISTRY=mirror.example:5000\nARG IMAGE=acme/base\nFROM ${REGISTRY:-ghcr.io}/${IMAGE}:1\nCOPY app /app\n",
      lines: [3],
      options: { allow: ["ghcr.io/**"] },
    },
    {
      title: "A registry that only begins like an allowed one",
      dockerfile: `FROM ghcr.io.example/acme/base@${digest}\nCOPY app /app\n`,
      lines: [1],
      options: { allow: ["ghcr.io"] },
    },
    {
      title: "On the list, however it is written",
      dockerfile:
        "# syntax=docker/dockerfile:1\nFROM index.docker.io/library/golang:1.23 AS build\n\nFROM alpine\nCOPY --from=build /app /app\nCOPY --from=docker.io/library/busybox:1 /bin/sh /sh\n",
      lines: [],
      options: { allow: ["docker.io/library/*", "docker/dockerfile"] },
    },
    {
      title: "Stages, scratch and numbers are no images",
      dockerfile: "FROM ghcr.io/acme/go:1 AS build\n\nFROM build AS test\n\nFROM scratch\nCOPY --from=0 /app /app\n",
      lines: [],
      options: { allow: ["ghcr.io/acme/*"] },
    },
    {
      title: "No list, nothing to say",
      dockerfile: "# syntax=evil.example/dockerfile:1\nFROM evil.example/base\nCOPY app /app\n",
      lines: [],
    },
  ],
  *check(graph, { allow }) {
    if (allow.length === 0) return;
    const { syntax } = graph.dockerfile.directives;
    const frontend = syntax && parseImageReference(syntax.value);
    if (frontend && !matchesImage(frontend, allow)) {
      yield { at: syntax.span, message: messageFor(frontend, "how this whole file is built", allow) };
    }
    for (const { image, span, stage } of imageUses(graph)) {
      if (matchesImage(image, allow)) continue;
      yield { at: span, stage: stage.index, message: messageFor(image, `what goes into ${stageTitle(stage)}`, allow) };
    }
  },
});

/** How much of a reference or of the list a message shows. */
const longest = 110;

function messageFor(image: ImageReference, decided: string, allow: readonly string[]): string {
  const tag = image.tag ?? (image.digest === undefined ? "latest" : undefined);
  const reference = shortened(`${image.registry}/${image.repository}${tag === undefined ? "" : `:${tag}`}`);
  return `${reference} is not among the allowed images (${listed(allow)}), and whoever publishes it decides ${decided}. Take one of those, or have this one added to the list.`;
}

function listed(allow: readonly string[]): string {
  const shown: string[] = [];
  for (const pattern of allow) {
    if (shown.length > 0 && [...shown, pattern].join(", ").length > longest) break;
    shown.push(shortened(pattern));
  }
  const more = allow.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
