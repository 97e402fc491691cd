import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretFile } from "../../src/knowledge/secret-files.ts";

const paths = (text: string): string[] => text.trim().split(/\s+/);

describe("isSecretFile", () => {
  it.each(
    paths(`.netrc ./_netrc /root/.netrc .pypirc .git-credentials .aws/credentials /home/app/.aws/credentials .kube/config
      kubeconfig.yaml prod.kubeconfig application_default_credentials.json service-account.json service_account_prod.json
      config/credentials.json client_secret.json .gem/credentials .cargo/credentials.toml terraform.tfstate
      terraform.tfstate.backup .vault-token .vault_pass.txt config/master.key secrets.yml .pgpass .htpasswd .ssh ./.ssh/ .ssh/*
      id_rsa id_ed25519 keys/id_rsa.prod id_rsa* .ssh/github .ssh/work_key ssh_host_rsa_key server-key.pem privkey.pem
      tls.private.pem my_key.pem store.p12 cert.pfx app.keystore truststore.jks putty.ppk wallet.dat`),
  )("%s is there for the secret alone", (path) => {
    expect(isSecretFile(path)?.holds).toBe("always");
  });

  it.each(
    paths(`.npmrc ./frontend/.npmrc .npmrc* .npmr[c] .env .env* .env.local .env.production app/.env.prod .docker/config.json .dockercfg
      .terraformrc auth.json tls/server.key *.key`),
  )("%s often holds one", (path) => {
    expect(isSecretFile(path)?.holds).toBe("often");
  });

  it.each(
    paths(`.yarnrc.yml pip.conf /etc/pip.conf settings.xml .m2/settings.xml NuGet.Config gradle.properties .aws/config server.pem
      *.pem prod.env terraform.tfvars prod.auto.tfvars.json vendor.io-2026.key`),
  )("%s holds one sometimes", (path) => {
    expect(isSecretFile(path)?.holds).toBe("sometimes");
  });

  it.each(
    paths(`.env.example .env.sample .env.template .env.dist .env.vault app.env.example .env.d.ts .env.mjs id_rsa.pub .ssh/known_hosts
      .ssh/config .ssh/authorized_keys .ssh/id_ed25519.pub ca.pem cacert.pem ca-certificates.pem fullchain.pem cert-chain.pem
      public.pem rsa-public.pem dhparam.pem nginx_signing.key nodesource.gpg.key docker-archive.key keyrings/vendor.key
      Dockerfile package.json src/auth.ts config.json credentials.go passwd /etc/passwd secrets/ keys/ environment .envoy env key
      secret-service.yaml settings.json config docker-credential-helper . ./ / * token.go pem keystore id_rsa_test.pub`),
  )("%s holds none", (path) => {
    expect(isSecretFile(path)).toBeUndefined();
  });

  it("says what is in the file", () => {
    expect(isSecretFile("app/.npmrc")?.kind).toBe("npm credentials");
    expect(isSecretFile("C:\\Users\\app\\.ssh\\id_rsa")?.kind).toBe("an SSH key");
    expect(isSecretFile("deploy/Server.KEY")?.kind).toBe("a private key");
  });

  it("judges a path by its end, wherever it lies", () => {
    const folder = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(folder, { maxLength: 6 }),
        fc.constantFrom(".netrc", ".pypirc", "id_rsa", ".npmrc"),
        (folders, name) => {
          expect(isSecretFile([...folders, name].join("/"))).toEqual(isSecretFile(name));
        },
      ),
    );
  });

  it("reads any path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        const file = isSecretFile(path);
        expect(file === undefined || file.kind.length > 0).toBe(true);
      }),
    );
    expect(isSecretFile(`${"a/".repeat(100_000)}.netrc`)?.holds).toBe("always");
    expect(isSecretFile("key-".repeat(100_000))).toBeUndefined();
  });
});
