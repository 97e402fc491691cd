import { describe, expect, it } from "vitest";
import { executedDownloads } from "../../src/graph/executed-downloads.ts";
import { readInstruction } from "../shell/script-reader.ts";

/** `server: program` of each download that is run, with `file` where it goes through one. */
function runIn(script: string): string[] {
  return executedDownloads(readInstruction(`RUN ${script}`).script).map(
    ({ download, running, throughFile }) =>
      `${download.host ?? "?"}: ${running.word?.value}${throughFile ? " file" : ""}`,
  );
}

describe("downloads that are run", () => {
  it.each([
    ["curl -fsSL https://get.example.com | sh", "get.example.com: sh"],
    ["curl -fsSL get.example.com | sh -s -- --yes", "get.example.com: sh"],
    ["curl https://user:word@get.example.com:8443/x?token=1 | bash -", "get.example.com: bash"],
    ["wget -qO- https://get.example.com | sudo -E bash -", "get.example.com: bash"],
    ["wget -O - https://get.example.com 2>/dev/null | tee log | /bin/bash -ex", "get.example.com: /bin/bash"],
    ["curl -s https://get.example.com/x.gz | gunzip | sh", "get.example.com: sh"],
    ["curl https://get.example.com | python3 -", "get.example.com: python3"],
    ["curl https://get.example.com/installer | php -- --install-dir=/bin", "get.example.com: php"],
    ["curl -L https://cpanmin.example | perl - App::cpanminus", "cpanmin.example: perl"],
    ['sh -c "$(curl -fsSL https://get.example.com)"', "get.example.com: sh"],
    ['ruby -e "$(curl -fsSL https://get.example.com)"', "get.example.com: ruby"],
    ["bash <(curl -s https://get.example.com) --yes", "get.example.com: bash"],
    [". <(wget -qO- https://get.example.com)", "get.example.com: ."],
    ['eval "$(curl https://get.example.com/env)"', "get.example.com: eval"],
    ["eval `curl https://get.example.com/env`", "get.example.com: eval"],
    ['bash <<< "$(curl https://get.example.com)"', "get.example.com: bash"],
    ["curl -o /tmp/x.sh https://get.example.com/i && sh /tmp/x.sh", "get.example.com: sh file"],
    ["cd /tmp; curl -O https://get.example.com/x.sh; chmod +x x.sh; ./x.sh --yes", "get.example.com: ./x.sh file"],
    ["wget https://get.example.com/get-pip.py?v=1 && python get-pip.py", "get.example.com: python file"],
    ["curl https://get.example.com > x.sh && . ./x.sh", "get.example.com: . file"],
    ["curl -o x https://get.example.com && bash < x", "get.example.com: bash file"],
    ["curl https://$HOST/x | sh", "?: sh"],
    ['curl "$URL" | sh', "?: sh"],
  ])("%s", (script, expected) => {
    expect(runIn(script)).toEqual([expected]);
  });

  it.each([
    ["curl https://api.example.com | python3 -c 'import json'"],
    ["curl https://api.example.com | python -m json.tool"],
    ["curl https://api.example.com | perl -pe 's/a/b/'"],
    ["curl https://api.example.com | sh ./import.sh"],
    ["curl https://example.com/x.tgz | tar xz"],
    ["curl https://example.com/x.sql | mysql"],
    ["curl -o x https://example.com/x | sh"],
    ["curl -o /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool && tool version"],
    ["VERSION=$(curl https://api.example.com/v) && sh ./build.sh"],
    ['sh -c "v=$(curl https://api.example.com/v); make VERSION=$v"'],
    ["wget https://example.com/x.sh && cat x.sh"],
    ["sh x.sh && wget https://example.com/x.sh"],
    ["curl -s http://localhost:8080/setup | sh"],
    ["curl file:///opt/setup.sh | sh"],
    ["echo curl https://example.com | sh"],
    ["curl --version | sh"],
  ])("not in %s", (script) => {
    expect(runIn(script)).toEqual([]);
  });
});
