import { describe, expect, it } from "vitest";
import { isChecksumCommand } from "../../src/knowledge/checksum-tools.ts";
import { disabledCheck, disablesChecks } from "../../src/knowledge/disabled-checks.ts";
import { commandsOf } from "../shell/script-reader.ts";

function disabledIn(script: string): string[] {
  return commandsOf(script).flatMap((command) => {
    const found = disabledCheck(command);
    return found ? [`${found.name} (${found.what})`] : [];
  });
}

describe("checks that a command switches off", () => {
  it.each([
    ["curl -k https://x.example", "--insecure (certificate)"],
    ["curl -fsSkL https://x.example", "--insecure (certificate)"],
    ["curl --insecure -o x https://x.example", "--insecure (certificate)"],
    ["wget --no-check-certificate https://x.example", "--no-check-certificate (certificate)"],
    ["git -c http.sslVerify=false clone https://x.example", "http.sslVerify=false (certificate)"],
    ["git config --global http.sslverify false", "http.sslVerify false (certificate)"],
    ["git config --global http.https://x.example.sslVerify 0", "http.sslVerify false (certificate)"],
    ["npm config set strict-ssl false", "strict-ssl false (certificate)"],
    ["npm set strict-ssl=false", "strict-ssl=false (certificate)"],
    ["yarn config set strict-ssl false -g", "strict-ssl false (certificate)"],
    ["npm ci --strict-ssl=false", "strict-ssl=false (certificate)"],
    ["pip install --trusted-host x.example flask", "--trusted-host (certificate)"],
    ["python3 -m pip install --trusted-host=x.example flask", "--trusted-host (certificate)"],
    ["pip3 config set global.trusted-host x.example", "trusted-host (certificate)"],
    ["conda config --set ssl_verify no", "ssl_verify false (certificate)"],
    ["composer config -g disable-tls true", "disable-tls (certificate)"],
    ["mvn -B -Dmaven.wagon.http.ssl.insecure=true package", "maven.wagon.http.ssl.insecure (certificate)"],
    ["skopeo copy --src-tls-verify=false docker://a docker://b", "--tls-verify=false (certificate)"],
    ["apt-get -o Acquire::https::Verify-Peer=false update", "Verify-Peer=false (certificate)"],
    ["apt-get -oAcquire::AllowInsecureRepositories=true update", "AllowInsecureRepositories (signature)"],
    ["apt-get install -y --allow-unauthenticated x", "--allow-unauthenticated (signature)"],
    ["yum --setopt=sslverify=false install x", "sslverify=false (certificate)"],
    ["yum install --nogpgcheck https://x.example/a.rpm", "--nogpgcheck (signature)"],
    ["apk add --allow-untrusted -X https://x.example a", "--allow-untrusted (signature)"],
    ["echo strict-ssl=false >> .npmrc", "strict-ssl=false (certificate)"],
    ["echo 'deb [trusted=yes] https://x.example ./' > /etc/apt/sources.list.d/x.list", "trusted=yes (signature)"],
    ["sudo env A=b curl -k https://x.example", "--insecure (certificate)"],
  ])("%s", (script, expected) => {
    expect(disabledIn(script)).toEqual([expected]);
  });

  it.each([
    ["curl -fsSL -o k https://x.example"],
    ["curl -H k -okey https://x.example"],
    ["curl -k https://localhost:8443/health"],
    ["wget --no-check-certificate https://127.0.0.1/x"],
    ["git config --global http.sslVerify true"],
    ["npm config set strict-ssl true"],
    ["npm config set registry https://x.example"],
    ["yum install --nogpgcheck ./a.rpm"],
    ["apk add --allow-untrusted /tmp/a.apk"],
    ['echo "deb [ trusted=yes ] file:///tmp ./" > /etc/apt/sources.list.d/x.list'],
    ["echo 'Do not use curl -k'"],
    ["grep -k x"],
  ])("none in %s", (script) => {
    expect(disabledIn(script)).toEqual([]);
  });

  it.each([
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0", true],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "1", false],
    ["npm_config_strict_ssl", "false", true],
    ["NPM_CONFIG_STRICT_SSL", "true", false],
    ["GIT_SSL_NO_VERIFY", "1", true],
    ["GIT_SSL_NO_VERIFY", "false", false],
    ["GIT_SSL_NO_VERIFY", "", false],
    ["PIP_TRUSTED_HOST", "x.example", true],
    ["PYTHONHTTPSVERIFY", "0", true],
    ["GOINSECURE", "x.example/*", true],
    ["PATH", "0", false],
  ])("by %s=%s: %s", (name, value, expected) => {
    expect(disablesChecks(name, value)).toBe(expected);
  });
});

describe("commands that compare a file with what it should be", () => {
  it.each([
    ["sha256sum -c -"],
    ["shasum -a 256 --check sums"],
    ["gpg --batch --verify x.asc x"],
    ["gpgv --keyring k x.asc"],
    ["cosign verify-blob --bundle b x"],
    ["openssl dgst -sha256 -verify k -signature s x"],
    ["rpm -K x.rpm"],
    ["php -r \"if (hash_file('sha384', 'x') === 'y') { exit(0); }\""],
    ["minisign -Vm x"],
  ])("%s", (script) => {
    expect(commandsOf(script).some(isChecksumCommand)).toBe(true);
  });

  it.each([["gpg --dearmor -o x"], ["gpg --import k"], ["cosign sign x"], ["openssl req -x509"], ["rpm -i x.rpm"]])(
    "not %s",
    (script) => {
      expect(commandsOf(script).some(isChecksumCommand)).toBe(false);
    },
  );
});
