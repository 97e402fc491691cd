import { describe, expect, it } from "vitest";
import { knownFields } from "../../src/model/shell.ts";
import { lineOf, readInstruction, writtenAt } from "./script-reader.ts";

/** Scripts in the styles of real images, each with what a rule would ask of it. */

const builtFromSource = String.raw`RUN set -eux; \
	\
	savedAptMark="$(apt-mark showmanual)"; \
	buildDeps='gcc libc6-dev make'; \
	apt-get update; \
	apt-get install -y --no-install-recommends $buildDeps wget; \
	rm -rf /var/lib/apt/lists/*; \
	\
# keys are checked first
	wget -O server.tar.gz "https://example.com/server-$SERVER_VERSION.tar.gz"; \
	echo "$SERVER_SHA256 *server.tar.gz" | sha256sum --check --strict; \
	mkdir -p /usr/src/server; \
	tar -xzf server.tar.gz -C /usr/src/server --strip-components=1; \
	gnuArch="$(dpkg-architecture --query DEB_BUILD_GNU_TYPE)"; \
	( cd /usr/src/server && ./configure --build="$gnuArch" && make -j "$(nproc)" all ); \
	make -C /usr/src/server install; \
	\
	apt-mark auto '.*' > /dev/null; \
	[ -z "$savedAptMark" ] || apt-mark manual $savedAptMark > /dev/null; \
	find /usr/local -type f -executable -exec ldd '{}' ';' \
		| awk '/=>/ { print $(NF-1) }' \
		| sort -u \
		| xargs -r dpkg-query --search \
		| cut -d: -f1 \
		| xargs -r apt-mark manual \
	; \
	apt-get purge -y --auto-remove $buildDeps; \
	server --version`;

describe("an image built from source", () => {
  const { source, script } = readInstruction(builtFromSource, { SERVER_VERSION: "7.2.4", SERVER_SHA256: "abc" });

  it("is read without an error", () => {
    expect(script.syntaxErrors).toEqual([]);
    expect(script.commands.map(({ name }) => name).join(" ")).toBe(
      "set  apt-mark  apt-get apt-get rm wget echo sha256sum mkdir tar  dpkg-architecture cd configure make nproc " +
        "make apt-mark [ apt-mark find ldd awk sort dpkg-query cut apt-mark apt-get server",
    );
  });

  it("installs and purges the same packages", () => {
    const packages = script.commands
      .filter(({ name }) => name === "apt-get")
      .map((command) => knownFields(command.arguments).filter((field) => !field.startsWith("-")));
    expect(packages).toEqual([
      ["update"],
      ["install", "gcc", "libc6-dev", "make", "wget"],
      ["purge", "gcc", "libc6-dev", "make"],
    ]);
  });

  it("knows the download and the chain behind find", () => {
    const command = (name: string) => script.commands.find((each) => each.name === name);
    expect(command("wget")?.arguments[2]?.value).toBe("https://example.com/server-7.2.4.tar.gz");
    expect(script.commands[command("sha256sum")?.pipedFrom ?? -1]?.name).toBe("echo");
    expect(script.commands[command("awk")?.pipedFrom ?? -1]?.name).toBe("find");
    expect(command("ldd")?.wrappers).toEqual(["find"]);
    expect(command("dpkg-query")?.wrappers).toEqual(["xargs"]);
    expect(command("configure")?.within).toEqual(["subshell"]);
    expect(command("tar") && writtenAt(source, command("tar") ?? { span: script.commands[0]?.span as never })).toBe(
      "tar -xzf server.tar.gz -C /usr/src/server --strip-components=1",
    );
  });
});

const alpineVirtual = String.raw`RUN addgroup -g 1000 node \
    && adduser -u 1000 -G node -s /bin/sh -D node \
    && apk add --no-cache --virtual .build-deps \
        curl \
        g++ \
    && ARCH= OPENSSL_ARCH='linux*' && alpineArch="$(apk --print-arch)" \
      && case "${"${alpineArch##*-}"}" in \
        x86_64) ARCH='x64' CHECKSUM="abc" OPENSSL_ARCH=linux-x86_64;; \
        *) ;; \
      esac \
  && if [ -n "${"${CHECKSUM}"}" ]; then \
    set -eu; \
    curl -fsSLO --compressed "https://example.com/v$NODE_VERSION/node-v$NODE_VERSION-linux-$ARCH-musl.tar.xz"; \
    echo "$CHECKSUM  node-v$NODE_VERSION-linux-$ARCH-musl.tar.xz" | sha256sum -c - \
      && tar -xJf "node-v$NODE_VERSION-linux-$ARCH-musl.tar.xz" -C /usr/local --strip-components=1 --no-same-owner; \
  else \
    echo "Building from source"; \
    export GNUPGHOME="$(mktemp -d)"; \
    for key in A1 B2; do \
      gpg --batch --recv-keys "$key" || gpg --keyserver x --recv-keys "$key" ; \
    done \
    && cd "node-v$NODE_VERSION" \
    && make -j$(getconf _NPROCESSORS_ONLN) V= \
    && apk del .build-deps; \
  fi \
  && rm -f "node-v$NODE_VERSION-linux-$ARCH-musl.tar.xz"`;

describe("a virtual group on alpine, with two branches", () => {
  const { script } = readInstruction(alpineVirtual, { NODE_VERSION: "22.1.0" });

  it("is read without an error", () => {
    expect(script.syntaxErrors).toEqual([]);
  });

  it("says which commands are in a branch", () => {
    const places = script.commands
      .filter(({ name }) => ["apk", "curl", "gpg", "make", "rm"].includes(name))
      .map((command) => `${command.name} ${command.within.join(" ")}`.trim());
    expect(places).toEqual([
      "apk",
      "apk substitution",
      "curl branch",
      "gpg branch loop",
      "gpg branch loop",
      "make branch",
      "apk branch",
      "rm",
    ]);
  });

  it("knows what a case sets on no path for certain", () => {
    const curl = script.commands.find(({ name }) => name === "curl");
    expect(curl?.arguments.at(-1)).toMatchObject({ value: undefined, variables: ["NODE_VERSION", "ARCH"] });
    const cd = script.commands.find(({ name }) => name === "cd");
    expect(cd?.arguments[0]?.value).toBe("node-v22.1.0");
    expect(script.commands.find(({ name }) => name === "gpg")?.arguments.at(-1)?.fields).toEqual(["A1", "B2"]);
  });
});

describe("small styles", () => {
  it.each([
    [
      "RUN --mount=type=cache,target=/root/.cache pip install --no-cache-dir -r requirements.txt && rm -rf ~/.cache",
      ["pip install --no-cache-dir -r requirements.txt", "rm -rf ~/.cache"],
    ],
    [
      'RUN CGO_ENABLED=0 GOOS=$TARGETOS go build -ldflags="-s -w -X main.version=$VERSION" -o /out/app ./cmd/app',
      ["go build -ldflags=-s -w -X main.version=1.0 -o /out/app ./cmd/app"],
    ],
    [
      "RUN curl -fsSL https://example.com/setup_20.x | bash - && apt-get install -y nodejs",
      ["curl -fsSL https://example.com/setup_20.x", "bash -", "apt-get install -y nodejs"],
    ],
    ['RUN --mount=type=secret,id=npm NPM_TOKEN="$(cat /run/secrets/npm)" npm ci', ["npm ci", "cat /run/secrets/npm"]],
    [
      'RUN printf "[registry]\\ntoken=%s\\n" "$TOKEN" > /root/.config && chmod 600 /root/.config',
      ["printf [registry]\\ntoken=%s\\n ?", "chmod 600 /root/.config"],
    ],
    [
      'RUN if [ "$ENV" = production ] ; then npm ci --omit=dev ; else npm install ; fi',
      ["[ ? = production ]", "npm ci --omit=dev", "npm install"],
    ],
    [
      "RUN useradd -m app && su app -c 'cd /home/app && git clone https://example.com/x.git' && sudo -u app make",
      ["useradd -m app", "cd /home/app", "git clone https://example.com/x.git", "make"],
    ],
    ["RUN yum install -y gcc{,-c++} make && yum clean all", ["yum install -y gcc gcc-c++ make", "yum clean all"]],
    [
      'RUN bash -o pipefail -c "set -e; source $HOME/.cargo/env && cargo build --release"',
      ["set -e", "source ?", "cargo build --release"],
    ],
    [
      "RUN ./gradlew build || return 0 && ls -d */ | sed 's#/##' | while read -r d; do (cd $d; make); done",
      ["gradlew build", "return 0", "ls -d */", "sed s#/##", "read -r d", "cd ?", "make"],
    ],
    ['ENTRYPOINT ["/bin/sh", "-c", "exec java $JAVA_OPTS -jar /app.jar"]', ["java ? -jar /app.jar"]],
    [
      "HEALTHCHECK --interval=30s CMD wget -qO- http://localhost/ >/dev/null 2>&1 || exit 1",
      ["wget -qO- http://localhost/", "exit 1"],
    ],
    [
      "RUN rosdep install -iy $(find . -name package.xml -exec dirname {} \\;) && [[ -d /x ]] || mkdir /x",
      ["rosdep install -iy ?", "find . -name package.xml -exec dirname {} ;", "dirname {}", "[[ /x", "mkdir /x"],
    ],
    [
      "RUN <<EOF\nset -euo pipefail\nfor tool in air templ; do\n  go install example.com/$tool@latest\ndone\nEOF",
      ["set -euo pipefail", "go install ?"],
    ],
    ["RUN cat <<'EOF' > /entrypoint.sh\n#!/bin/sh\nexec \"$@\"\nEOF", ["cat"]],
    [
      "RUN /bin/bash -c 'source /opt/ros/humble/setup.bash && colcon build'",
      ["source /opt/ros/humble/setup.bash", "colcon build"],
    ],
  ])("%s", (text, expected) => {
    const { script } = readInstruction(text, { VERSION: "1.0" });
    expect(script.syntaxErrors).toEqual([]);
    expect(script.commands.map(lineOf)).toEqual(expected);
  });
});
