import { endOfLifeAsOf } from "../knowledge/end-of-life/as-of.ts";
import { type EndOfLife, endOfLife } from "../knowledge/end-of-life.ts";
import { type Stage, stageTitle } from "../model/graph.ts";
import { familiarName, type ImageReference } from "../model/image-reference.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "end-of-life-base",
  level: "notice",
  group: "bases",
  dataFrom: endOfLifeAsOf,
  summary: "The base image stands on a release that gets no more updates.",
  why: `Holes that are found in it are not closed any more, and package servers drop such releases, so that one day the build fails too. A
builder counts as well: its standard library ends up in the program. The dates are the publishers' own, for everyone and without a
contract; they are kept in a table that has a date itself, and an image that is not in it is not judged.`,
  examples: [
    {
      title: "A language that has ended, in the builder too",
      dockerfile:
        "FROM node:16-alpine AS build\nRUN npm ci && npm run build\n\nFROM nginx:1.28-alpine\nCOPY --from=build /dist /usr/share/nginx/html\n",
      lines: [1],
    },
    {
      title: "A distribution that has ended, by its code name and through an ARG",
      dockerfile: "ARG SUITE=buster\nFROM debian:${SUITE}-slim\nRUN apt-get update\n",
      lines: [2],
    },
    {
      title: "A living language on a distribution that has ended",
      dockerfile: "FROM python:3.12-slim-buster\nCOPY app.py .\n",
      lines: [1],
    },
    {
      title: "A mirror, a processor's own repository, a digest behind the tag",
      dockerfile: `FROM mirror.gcr.io/library/python:3.8.19 AS a\n\nFROM arm64v8/ubuntu:18.04@sha256:${"0".repeat(64)}\nCOPY --from=a /x /x\n`,
      lines: [1, 3],
    },
    {
      title: "An image that was given up, and a number that moves no more",
      dockerfile: "FROM openjdk:17-jdk-slim AS build\n\nFROM php:7-fpm\nCOPY --from=build /x /x\n",
      lines: [1, 3],
    },
    {
      title: "A release that has ended since the table was made",
      dockerfile: "ARG PYTHON=3.11\nFROM python:${PYTHON}-slim\nCOPY app.py .\n",
      lines: [2],
      today: "2027-11-01",
    },
    {
      title: "The last day of a release",
      dockerfile: "FROM python:3.11-slim\nCOPY app.py .\n",
      lines: [],
      today: "2027-10-31",
    },
    {
      title: "Releases that get updates",
      dockerfile:
        "FROM golang:1.26 AS build\nRUN go build -o /app .\n\nFROM debian:13-slim\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "A vendor keeps an old language up",
      dockerfile: "FROM registry.access.redhat.com/ubi9/python-39:latest\nCOPY app.py .\n",
      lines: [],
    },
    {
      title: "Numbers that move on: alpine 3, redis 6, golang 1",
      dockerfile:
        "FROM golang:1 AS build\n\nFROM redis:6 AS redis\n\nFROM alpine:3\nCOPY --from=build /x /x\nCOPY --from=redis /y /y\n",
      lines: [],
    },
    {
      title: "Images of one's own, whatever their numbers",
      dockerfile: "FROM ghcr.io/acme/node:16\nCOPY app /app\n",
      lines: [],
    },
  ],
  *check({ stages }, _options, today) {
    for (const stage of stages) {
      if (stage.base.kind !== "image") continue;
      const ended = endOfLife(stage.base.image, today);
      if (ended) {
        yield { at: stage.from.image.span, stage: stage.index, message: messageFor(stage.base.image, ended, stage) };
      }
    }
  },
});

function messageFor(image: ImageReference, ended: EndOfLife, stage: Stage): string {
  const { what, lastDay, instead, isWholeImage } = ended;
  const name = `${familiarName(image)}${image.tag === undefined ? "" : `:${image.tag}`}`;
  const state = isWholeImage
    ? `The image ${what} was given up and has had no updates since ${lastDay}`
    : `${name} stands on ${what}, which has had no updates since ${lastDay}`;
  const remedy = instead === undefined ? "Move to an image that is maintained" : `Move to ${instead}`;
  return `${state}, so holes found later stay open in ${stageTitle(stage)}. ${remedy}.`;
}
