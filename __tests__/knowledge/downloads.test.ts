import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostOf, readDownload } from "../../src/knowledge/downloads.ts";
import { powershellDownload } from "../../src/knowledge/powershell-downloads.ts";
import { commandsOf } from "../shell/script-reader.ts";

function downloadOf(script: string) {
  const [command] = commandsOf(script);
  return command && readDownload(command);
}

describe("what a command downloads", () => {
  it.each([
    ["curl https://x.example/a", { host: "x.example", files: [], writesOutput: true }],
    ["curl -sSLo /tmp/a https://x.example/b", { host: "x.example", files: ["/tmp/a"], writesOutput: false }],
    ["curl -fsSLO https://x.example/b.tgz?v=2", { files: ["b.tgz"], writesOutput: false }],
    ["curl -o - https://x.example/b", { files: [], writesOutput: true }],
    ["curl https://x.example/b > c", { files: ["c"], writesOutput: false }],
    ["curl https://x.example/b 2> log", { files: [], writesOutput: true }],
    ["curl --url https://x.example/b", { host: "x.example", writesOutput: true }],
    ["curl -H 'A: b' -d x https://x.example/b", { host: "x.example" }],
    ["wget https://x.example/b.tgz", { tool: "wget", files: ["b.tgz"], writesOutput: false }],
    ["wget -qO- https://x.example/b", { files: [], writesOutput: true }],
    ["wget -O c https://x.example/b", { files: ["c"], writesOutput: false }],
    ["wget -P /tmp https://x.example/b.tgz", { files: ["b.tgz"] }],
    ["curl https://x.example/$VERSION/b", { host: "x.example", writesOutput: true }],
    ["curl $URL", { host: undefined, writesOutput: true }],
  ])("%s", (script, expected) => {
    expect(downloadOf(script)).toMatchObject(expected);
  });

  it.each([
    ["curl --version"],
    ["curl http://localhost/x"],
    ["curl file:///x"],
    ["wget"],
    ["git clone https://x.example"],
  ])("nothing by %s", (script) => {
    expect(downloadOf(script)).toBeUndefined();
  });
});

describe("the name of a server", () => {
  it.each([
    ["https://x.example/a", "x.example"],
    ["HTTPS://X.Example:8443", "x.example"],
    ["x.example/a", "x.example"],
    ["https://user:word@x.example/a@b", "x.example"],
    ["https://${HOST}/a", undefined],
    ["", undefined],
  ])("of %s", (address, host) => {
    expect(hostOf(address)).toBe(host);
  });

  it("never holds a password", () => {
    const word = fc.stringMatching(/^[a-z0-9@:]{8,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        expect(hostOf(`https://${user}:${password}@x.example/a`)).toBe("x.example");
      }),
    );
  });
});

describe("PowerShell", () => {
  it.each([
    ["iex ((New-Object System.Net.WebClient).DownloadString('https://x.example/i.ps1'))", "x.example"],
    ["irm https://x.example/i.ps1 | iex", "x.example"],
    ["Invoke-Expression (Invoke-WebRequest -Uri $url).Content", undefined],
  ])("runs what it downloads: %s", (script, host) => {
    expect(powershellDownload(script)).toMatchObject({ host });
  });

  it.each([["Invoke-WebRequest -OutFile x.zip https://x.example/x.zip"], ["iex -S mix"], ["iex (Get-Content x.ps1)"]])(
    "does not in %s",
    (script) => {
      expect(powershellDownload(script)).toBeUndefined();
    },
  );
});
