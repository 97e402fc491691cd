import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCredentialContent } from "../../src/knowledge/secret-contents.ts";

const npmToken = ["npm", "_", "Zs9kfoqTb3Lw7Xy2Dv5Hn8Rc1Mj4Gp6Ae0Ui"].join("");
const armour = (label: string): string => {
  const lines = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
  return [["-----", "BEGIN ", label, "-----"].join(""), lines, lines, ["-----", "END ", label, "-----"].join("")].join(
    "\n",
  );
};

describe("isCredentialContent", () => {
  it.each([
    [".npmrc", `//registry.example/:_authToken=${npmToken}\n`],
    [".npmrc", "registry=https://registry.example\n//registry.example/:_password=WnM5a2Zvc"],
    [".npmrc", "_auth = bWU6WnM5a2Zvc1Q"],
    [".yarnrc.yml", 'nodeLinker: node-modules\nnpmAuthToken: "Zs9kfoqT"\n'],
    [".netrc", "machine host.example login me password Zs9kfoqT\n"],
    [".netrc", "machine host.example\n  login me\n  password Zs9kfoqT\n"],
    [".pypirc", "[pypi]\nusername = __token__\npassword = Zs9kfoqT\n"],
    ["pip.conf", "[global]\nindex-url = https://me:Zs9kfoqT@host.example/simple\n"],
    [".env", "PORT=80\nexport DB_PASSWORD='Zs9kfoqT' # for the database\n"],
    [".env", "BROKER_URL=amqp://app:Zs9kfoqT@queue/app\n"],
    [".env.production", "DB_PASSWORD=postgres\n"],
    ["id_rsa", armour("OPENSSH PRIVATE KEY")],
    ["server.pem", `${armour("CERTIFICATE")}\n${armour("PRIVATE KEY")}`],
    ["server.key", "3f2a9c4b7e1d8f6a0b5c3d2e1f4a7b8c"],
    ["store.p12", "0\u0082\u0000\u0001"],
    ["server.key", "0\u0082\u0000\u0001"],
    ["config/master.key", "3f2a9c4b7e1d8f6a0b5c3d2e1f4a7b8c"],
    [".htpasswd", "me:$apr1$salt$hash\n"],
    [".kube/config", "users:\n- name: me\n  user:\n    token: Zs9kfoqTb3Lw\n"],
    [".docker/config.json", '{"auths":{"ghcr.io":{"auth":"bWU6WnM5a2Zvc1Q="}}}'],
    [".aws/credentials", "[default]\naws_access_key_id = x\naws_secret_access_key = Zs9kfoqT\n"],
    ["auth.json", '{"http-basic":{"host.example":{"username":"me","password":"Zs9kfoqT"}}}'],
    ["auth.json", '{"github-oauth":{"github.com":"Zs9kfoqT"}}'],
    ["settings.xml", "<settings><server><password>Zs9kfoqT</password></server></settings>"],
    ["nuget.config", '<add key="Username" value="me" />\n<add key="ClearTextPassword" value="Zs9kfoqT" />'],
    [".gem/credentials", "---\n:rubygems_api_key: Zs9kfoqT\n"],
    [".bundle/config", '---\nBUNDLE_GEMS__EXAMPLE__COM: "me:Zs9kfoqT"\n'],
    [".cargo/credentials.toml", '[registry]\ntoken = "Zs9kfoqT"\n'],
    ["terraform.tfvars", 'db_password = "Zs9kfoqT"\n'],
    ["terraform.tfstate", '{"resources":[{"instances":[{"attributes":{"password":"Zs9kfoqT"}}]}]}'],
    ["config/settings.py", `TOKEN = "${npmToken}"`],
  ])("%s with a credential holds one", (path, text) => {
    expect(isCredentialContent(path, text)).toBe(true);
  });

  it.each([
    [".npmrc", "registry=https://registry.example\nsave-exact=true\nengine-strict=true\n"],
    [".npmrc", "//registry.example/:_authToken=${NPM_TOKEN}\n"],
    [".npmrc", "# //registry.example/:_authToken=\nalways-auth=true\n"],
    [".yarnrc.yml", "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn.cjs\n"],
    [".yarnrc.yml", 'npmAuthToken: "${NPM_TOKEN-}"\n'],
    [".netrc", "machine host.example login me password $TOKEN\n"],
    ["pip.conf", "[global]\nindex-url = https://host.example/simple\n"],
    ["pip.conf", "[global]\nindex-url = https://${USER}:${PASSWORD}@host.example/simple\n"],
    [".env", "PORT=80\nDB_PASSWORD=\nAPI_KEY=your-key-here\nTOKEN_FILE=/run/secrets/token\nTOKEN=${CI_TOKEN}\n"],
    [".env", "# DB_PASSWORD=Zs9kfoqT\n"],
    ["server.pem", armour("CERTIFICATE")],
    ["server.key", armour("PGP PUBLIC KEY BLOCK")],
    [".htpasswd", "# none yet\n"],
    [".kube/config", "users:\n- name: me\n  user:\n    exec:\n      command: aws\n      args: [eks, get-token]\n"],
    [".docker/config.json", '{"credsStore":"ecr-login","auths":{"ghcr.io":{}}}'],
    [".aws/config", "[default]\nregion = eu-west-1\n"],
    [
      "application_default_credentials.json",
      '{"type":"external_account","subject_token_type":"urn:ietf:params:oauth:jwt","token_url":"https://sts.example/v1/token","credential_source":{"file":"/var/run/token"}}',
    ],
    ["settings.xml", "<settings><server><password>${env.MAVEN_PASSWORD}</password></server></settings>"],
    [
      "nuget.config",
      '<add key="nuget" value="https://host.example/index.json" />\n<add key="ClearTextPassword" value="%TOKEN%" />',
    ],
    ["secrets.yml", "production:\n  secret_key_base: <%= ENV['SECRET_KEY_BASE'] %>\n"],
    ["terraform.tfvars", 'region = "eu-west-1"\n'],
    ["gradle.properties", "org.gradle.jvmargs=-Xmx2g\nsigning.keyId=ABCD\n"],
    ["README.md", "Set DB_PASSWORD=Zs9kfoqT before you start."],
    [".npmrc", ""],
    ["config/master.key", "\n"],
  ])("%s with settings, references or public parts holds none", (path, text) => {
    expect(isCredentialContent(path, text)).toBe(false);
  });

  it("reads any text under any name", () => {
    const names = fc.constantFrom(
      ".npmrc",
      ".env",
      "auth.json",
      "settings.xml",
      ".netrc",
      ".htpasswd",
      "server.key",
      "x",
    );
    fc.assert(
      fc.property(names, fc.oneof(fc.string(), fc.json()), (name, text) => {
        expect(typeof isCredentialContent(name, text)).toBe("boolean");
      }),
    );
  });

  it("comes to an end on deep and on long texts", () => {
    expect(isCredentialContent("auth.json", `${"[".repeat(200_000)}${"]".repeat(200_000)}`)).toBe(false);
    for (const part of [
      "<password>",
      '<add key="',
      "a: ",
      "=",
      "password ",
      "\n",
      " ",
      '{"a":',
      "export ",
      ":_auth=",
    ]) {
      isCredentialContent(".env", part.repeat(50_000));
      isCredentialContent("settings.xml", part.repeat(50_000));
    }
  });
});
