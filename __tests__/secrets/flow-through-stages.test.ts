import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reachOf, shippedUpon } from "../../src/secrets/secret-leak.ts";
import { flowOf, restsOf } from "./flow-of.ts";

/** Each leak as `path → where it gets to`, the shipped stage with the place that the file has there. */
function reachesOf(dockerfile: string): string[] {
  const { graph, leaks } = flowOf(dockerfile);
  const shipped = shippedUpon(graph);
  return leaks.map((leak) => {
    const reach = reachOf(leak, shipped);
    const image = reach && (reach.image.name ?? reach.image.index);
    return `${leak.path} → ${reach ? `${image}: ${reach.copy?.path ?? "its own layer"}` : "cache"}`;
  });
}

const builder = "FROM node:22 AS builder\nWORKDIR /app\nRUN --mount=type=secret,id=t cat /run/secrets/t > .npmrc\n";

describe("a file with a secret", () => {
  it.each([
    ["stays in a builder", "FROM scratch\nCOPY --from=builder /app/dist /\n", "/app/.npmrc → cache"],
    ["ships where its stage does", "", "/app/.npmrc → builder: its own layer"],
    ["ships by FROM", "FROM builder AS final\nRUN rm .npmrc\n", "/app/.npmrc → final: its own layer"],
    [
      "goes along with its folder",
      "FROM scratch AS final\nCOPY --from=builder /app /srv/\n",
      "/app/.npmrc → final: /srv/.npmrc",
    ],
    ["goes along with everything", "FROM scratch AS final\nCOPY --from=0 / /\n", "/app/.npmrc → final: /app/.npmrc"],
    ["is copied itself", "FROM scratch AS final\nCOPY --from=builder /app/.npmrc /x\n", "/app/.npmrc → final: /x"],
    [
      "is copied by a pattern",
      "FROM scratch AS final\nCOPY --from=builder /app/.n* /x/\n",
      "/app/.npmrc → final: /x/.npmrc",
    ],
    [
      "is left out by --exclude",
      "FROM scratch\nCOPY --from=builder --exclude=**/.npmrc /app /app\n",
      "/app/.npmrc → cache",
    ],
    [
      "does not go along when a later step removed it",
      "RUN rm -rf .npmrc\nFROM scratch\nCOPY --from=builder /app /app\n",
      "/app/.npmrc → cache",
    ],
    [
      "goes along under a new name",
      "RUN cp -r /app/. /out\nFROM scratch AS final\nCOPY --from=builder /out /\n",
      "/app/.npmrc → final: /.npmrc",
    ],
    [
      "goes through two stages",
      "FROM builder AS two\nFROM alpine AS three\nCOPY --from=two /app /a\nFROM three AS final\n",
      "/app/.npmrc → final: /a/.npmrc",
    ],
    [
      "goes out of a mount",
      "FROM alpine AS final\nRUN --mount=from=builder,source=/app,target=/src cp -r /src /dst\n",
      "/app/.npmrc → final: /dst/.npmrc",
    ],
    [
      "stays in a mount",
      "FROM alpine AS final\nRUN --mount=from=builder,target=/src ls /src > /list\n",
      "/app/.npmrc → cache",
    ],
  ])("%s", (_, rest, reach) => {
    expect(reachesOf(builder + rest)).toEqual([reach]);
  });

  it("is known by the step that removes it too late", () => {
    const { leaks } = flowOf(`${builder}RUN npm ci\nRUN rm -f .npmrc\n`);
    expect(leaks.map(({ removal }) => removal?.start.line)).toEqual([5]);
  });

  it("is another one when a later step writes it again", () => {
    expect(reachesOf(`${builder}RUN --mount=type=secret,id=u cat /run/secrets/u > .npmrc\n`)).toHaveLength(2);
  });
});

describe("other secrets", () => {
  it.each([
    ["an ARG", "FROM a\nARG NPM_TOKEN\nRUN echo $NPM_TOKEN > /f\n", ["/f: NPM_TOKEN"]],
    ["an ARG of its stage alone", "FROM a AS x\nARG NPM_TOKEN\nFROM x\nRUN echo $NPM_TOKEN > /f\n", []],
    [
      "an ENV of the stage below",
      "FROM a AS x\nENV API_TOKEN=k3jh4Gf9sK2\nFROM x\nRUN echo $API_TOKEN > /f\n",
      ["/f: API_TOKEN"],
    ],
    ["an ENV that hands an ARG on", "FROM a\nARG NPM_TOKEN\nENV X=$NPM_TOKEN\nRUN env > /f\n", ["/f: NPM_TOKEN"]],
    ["an ENV without value", "FROM a\nENV NPM_TOKEN=\nRUN echo $NPM_TOKEN > /f\n", []],
    [
      "a mount over an ARG",
      "FROM a\nARG T_TOKEN\nRUN --mount=type=secret,id=m,env=T_TOKEN echo $T_TOKEN > /f\n",
      ["/f: m"],
    ],
    [
      "a here-document of COPY",
      "FROM a\nARG NPM_TOKEN\nCOPY <<EOF /root/.npmrc\n_authToken=${NPM_TOKEN}\nEOF\n",
      ["/root/.npmrc: NPM_TOKEN"],
    ],
    [
      "one that does not expand",
      'FROM a\nARG NPM_TOKEN\nCOPY <<"EOF" /root/.npmrc\n_authToken=${NPM_TOKEN}\nEOF\n',
      [],
    ],
    [
      "a URL with a password",
      "FROM a\nRUN echo https://ci:s3cr3tV4lue9@h.example.com > /f\n",
      ["/f: The credential in this URL"],
    ],
    ["secret files", "FROM a\nCOPY a.txt .npmrc* keys/id_rsa /x/\n", ["/x/.npmrc: .npmrc*", "/x/id_rsa: keys/id_rsa"]],
    [
      "a secret file under another name",
      "FROM a\nWORKDIR /w\nCOPY deploy/.env settings\n",
      ["/w/settings: deploy/.env"],
    ],
  ])("%s", (_, dockerfile, rests) => {
    expect(restsOf(dockerfile)).toEqual(rests);
  });
});

describe("whatever a script holds", () => {
  const part = fc.constantFrom(
    ..."$(cat /run/secrets/t)|`cat /run/secrets/t`|$T|echo|cat|cp|mv -t|rm -rf|/run/secrets/*|/f|>|>>|<|<<<|\"|'|;|&&|||{|}|(|)|while read x; do|done|if|then|fi|trap|EXIT|set -x|cd|~|*|[|$(|git clone|npm config set|sed -i s/a/$T/|tee|export".split(
      "|",
    ),
  );

  it("it is followed to an end, and twice to the same", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        const file = `FROM a\nRUN --mount=type=secret,id=t --mount=type=secret,id=u,env=T ${parts.join(" ")}\nRUN rm -rf /f\n`;
        expect(restsOf(file)).toEqual(restsOf(file));
      }),
    );
  });

  it("a write is found among any number of others", () => {
    const many = Array.from({ length: 400 }, (_, index) => `--mount=type=secret,id=s${index}`).join(" ");
    expect(restsOf(`FROM a\nRUN ${many} cat /run/secrets/s7 > /f\n`)).toEqual(["/f: s7"]);
  });
});
