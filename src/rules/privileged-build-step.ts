import { MountPaths } from "../graph/mount-paths.ts";
import { isTestData } from "../graph/test-data.ts";
import { isEngineSocket } from "../knowledge/engine-sockets.ts";
import type { Flag, Mount, RunInstruction } from "../model/dockerfile.ts";
import { stageTitle } from "../model/graph.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "privileged-build-step",
  level: "error",
  group: "bases",
  summary: "A RUN with `--security=insecure`, the host's network, or a container engine's socket.",
  why: `A build step runs what packages and scripts from elsewhere bring. With every privilege, on the host's network or with the
engine's socket it is no longer shut in: it can take over the machine that builds, reach services and credentials beside it, and read
other people's builds. Docker asks for an entitlement before it allows this; a policy can say no.`,
  examples: [
    {
      title: "All privileges",
      dockerfile:
        "# syntax=docker/dockerfile:1-labs\nFROM alpine:3.20\nRUN --security=insecure mount -t tmpfs none /mnt\n",
      lines: [3],
    },
    {
      title: "The builder's network, on a later line of the instruction",
      dockerfile:
        "FROM node:22 AS build\nRUN --mount=type=cache,target=/root/.npm \\\n    --network=host \\\n    npm ci\n\nFROM alpine:3.20\nCOPY --from=build /x /x\n",
      lines: [3],
    },
    {
      title: "The Docker socket through a variable",
      dockerfile:
        "FROM docker:27-cli\nARG RUN_DIR=/var/run\nENV SOCKET=docker.sock\nRUN --mount=type=bind,source=.,target=${RUN_DIR}/$SOCKET docker ps\n",
      lines: [4],
    },
    {
      title: "The socket handed in as an SSH agent",
      dockerfile: "FROM docker:27-cli\nRUN --mount=type=ssh,target=/var/run/docker.sock <<EOF\ndocker ps\nEOF\n",
      lines: [2],
    },
    {
      title: "In an ONBUILD that the next stage runs",
      dockerfile:
        'FROM alpine:3.20 AS base\nONBUILD RUN --network=host wget http://localhost/x\n\nFROM base\nCMD ["/x"]\n',
      lines: [2],
    },
    {
      title: "No network, and the defaults said aloud",
      dockerfile:
        "FROM golang:1.23 AS build\nRUN --network=none go build -o /app .\nRUN --network=default --security=sandbox go test ./...\n",
      lines: [],
    },
    {
      title: "A secret, a cache and an agent",
      dockerfile:
        "FROM node:22 AS build\nRUN --mount=type=ssh --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/root/.npm npm ci\n",
      lines: [],
    },
    {
      title: "The socket as a volume of the running container",
      dockerfile: 'FROM docker:27-cli\nVOLUME /var/run/docker.sock\nCMD ["docker", "ps"]\n',
      lines: [],
    },
  ],
  *check(graph) {
    for (const stage of graph.stages) {
      const weight = isTestData(graph, stage) ? { level: "warning" as const } : {};
      const paths = new MountPaths(graph, stage);
      for (const { instruction } of stage.steps) {
        if (instruction.keyword !== "RUN") continue;
        const title = stageTitle(stage);
        for (const flag of instruction.flags) {
          const message = messageFor(flag, instruction, title);
          if (message !== undefined) yield { at: flag.span, stage: stage.index, ...weight, message };
        }
        const socket = instruction.mounts.find((mount) => canBeSocket(mount) && paths.of(mount).some(isEngineSocket));
        if (socket) yield { at: socket.span, stage: stage.index, ...weight, message: socketMessage(title) };
      }
    }
  },
});

function messageFor({ name, value }: Flag, { security, network }: RunInstruction, title: string): string | undefined {
  if (name === "security" && (value ?? security) === "insecure") {
    return `\`--security=insecure\` gives this step of ${title} every privilege on the machine that builds, and so all that it downloads. Drop the flag, and do what needs the privilege outside of the build.`;
  }
  if (name === "network" && (value ?? network) === "host") {
    return `\`--network=host\` lets this step of ${title} reach what listens on the machine that builds: other builds, local services, cloud credentials. Drop the flag, as package servers can be reached without it.`;
  }
  return undefined;
}

/** Caches and temporary folders are empty, and a secret is a file: only these two can hand a socket in. */
function canBeSocket({ type }: Mount): boolean {
  return type === "bind" || type === "ssh";
}

function socketMessage(title: string): string {
  return `With the container engine's socket this step of ${title} can start any container on the machine that builds, as root. Drop the mount, and use the engine before or after the build.`;
}
