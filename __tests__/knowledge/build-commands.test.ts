import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBuildCommand } from "../../src/knowledge/build-commands.ts";
import type { BuildCommand } from "../../src/model/build-command.ts";
import { commandOf } from "./command-of.ts";

const read = (text: string) => readBuildCommand(commandOf(text));

type Row = readonly [text: string, tool: string, language: string | undefined, output?: string];

const compiles: readonly Row[] = [
  ["go build -o /app/server ./cmd/server", "go build", "go", "/app/server"],
  ["go build -cover -trimpath -ldflags '-s -w' -o=app .", "go build", "go", "app"],
  ["go build ./cmd/api", "go build", "go", "api"],
  ["go build main.go", "go build", "go", "main"],
  ["go build", "go build", "go"],
  ["go build ./...", "go build", "go"],
  ["go install ./cmd/api", "go install", "go", "/go/bin"],
  ["xx-go build -o /out .", "go build", "go", "/out"],
  ["cargo build --release", "cargo build", "rust", "target/release"],
  [
    "cargo +nightly build -r --target x86_64-unknown-linux-musl --bin api",
    "cargo build",
    "rust",
    "target/x86_64-unknown-linux-musl/release/api",
  ],
  ["cargo build", "cargo build", "rust", "target/debug"],
  ["cargo install --path . --root /usr/local", "cargo install", "rust", "/usr/local/bin"],
  ["mvn -B -DskipTests -pl web -am clean package", "mvn package", "java", "target"],
  ["./mvnw verify", "./mvnw verify", "java", "target"],
  ["gradle build -x test", "gradle build", "java", "build/libs"],
  ["./gradlew :app:bootJar --no-daemon", "./gradlew :app:bootJar", "java", "build/libs"],
  ["./gradlew installDist", "./gradlew installDist", "java", "build/install"],
  ["sbt 'project api' assembly", "sbt assembly", "java", "target"],
  ["javac -d out Main.java", "javac", "java", "out"],
  ["dotnet publish App.csproj -c Release -o /app /p:UseAppHost=false", "dotnet publish", "dotnet", "/app"],
  ["dotnet build", "dotnet build", "dotnet"],
  ["gcc -O2 -o hello hello.c", "gcc", "c", "hello"],
  ["g++ -std=c++20 main.cc", "g++", "c"],
  ["x86_64-linux-musl-gcc -static -oapp app.c", "x86_64-linux-musl-gcc", "c"],
  ["clang-17 -c a.c", "clang-17", "c"],
  ["make", "make", undefined],
  ["make -C src -j 4 CC=clang all", "make all", undefined],
  ["make clean all install", "make all", undefined],
  ["cmake --build build --target server -j4", "cmake --build", "c", "build"],
  ["ninja -C out", "ninja", "c"],
  ["bazel build //cmd/server", "bazel build", undefined, "bazel-bin"],
  ["swift build -c release", "swift build", "swift", ".build/release"],
  ["stack build --copy-bins --local-bin-path /out", "stack build", "haskell", "/out"],
  ["cabal v2-build exe:api", "cabal build", "haskell"],
  ["zig build -Doptimize=ReleaseSafe", "zig build", "zig", "zig-out/bin"],
  ["mix do deps.get, compile", "mix compile", "elixir", "_build"],
  ["mix release", "mix release", "elixir", "_build/prod/rel"],
  ["dart compile exe bin/server.dart -o bin/server", "dart compile exe", "dart", "bin/server"],
  ["npx -y tsc -p . --outDir lib", "tsc", "node", "lib"],
  ["nest build", "nest build", "node", "dist"],
  ["bun build ./index.ts --compile --outfile=server", "bun build", "bun", "server"],
  ["deno compile --output app main.ts", "deno compile", "deno", "app"],
];

const bundles: readonly Row[] = [
  ["npm run build", "npm run build", "node"],
  ["npm --prefix web run build:prod", "npm run build:prod", "node"],
  ["npm run -w web build", "npm run build", "node"],
  ["yarn build", "yarn build", "node"],
  ["yarn workspace web build", "yarn build", "node"],
  ["yarn --cwd web run build", "yarn run build", "node"],
  ["pnpm --filter web -r build", "pnpm build", "node"],
  ["pnpm --filter web exec next build", "next build", "node", ".next"],
  ["bun run build", "bun run build", "node"],
  ["npx vite build", "vite build", "node", "dist"],
  ["yarn vite build --outDir=public", "yarn vite build", "node", "public"],
  ["./node_modules/.bin/webpack --mode production", "webpack", "node"],
  ["esbuild src/index.ts --bundle --outfile=dist/index.js", "esbuild", "node", "dist/index.js"],
  ["ng build --configuration production --output-path=www", "ng build", "node", "www"],
  ["turbo run build --filter=web", "turbo build", "node"],
  ["nx run api:build", "nx api:build", "node"],
  ["nx run-many -t build", "nx build", "node"],
  ["cross-env NODE_ENV=production webpack", "webpack", "node"],
  ["bundle exec rake assets:precompile", "rake assets:precompile", "ruby", "public/assets"],
  ["python manage.py collectstatic --noinput", "manage.py collectstatic", "python"],
  ["python -m build --wheel", "python -m build", "python", "dist"],
  ["hugo --minify", "hugo", undefined, "public"],
];

const tests: readonly Row[] = [
  ["go test ./...", "go test", "go"],
  ["npm test", "npm test", "node"],
  ["npm run test:unit", "npm run test:unit", "node"],
  ["yarn test --ci", "yarn test", "node"],
  ["npx jest", "jest", "node"],
  ["yarn vitest run", "yarn vitest", "node"],
  ["cargo test --workspace", "cargo test", "rust"],
  ["pytest -q", "pytest", "python"],
  ["poetry run python -m pytest", "pytest", "python"],
  ["tox -e py312", "tox", "python"],
  ["mvn -q test", "mvn test", "java"],
  ["./gradlew check", "./gradlew check", "java"],
  ["dotnet test", "dotnet test", "dotnet"],
  ["bundle exec rspec", "rspec", "ruby"],
  ["vendor/bin/phpunit", "phpunit", "php"],
  ["mix test", "mix test", "elixir"],
  ["make check", "make check", undefined],
  ["ctest --output-on-failure", "ctest", "c"],
];

type Install = readonly [text: string, manifests: readonly string[], packages?: readonly string[]];

const installs: readonly Install[] = [
  ["npm ci --omit=dev", ["package.json", "package-lock.json", "npm-shrinkwrap.json"]],
  ["npm install --prefix web", ["package.json", "package-lock.json", "npm-shrinkwrap.json"]],
  ["npm install -g typescript@5", [], ["typescript@5"]],
  ["yarn", ["package.json", "yarn.lock", ".yarnrc.yml"]],
  ["yarn install --frozen-lockfile", ["package.json", "yarn.lock", ".yarnrc.yml"]],
  ["yarn --immutable", ["package.json", "yarn.lock", ".yarnrc.yml"]],
  ["yarn add left-pad", [], ["left-pad"]],
  ["pnpm i --frozen-lockfile", ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]],
  ["pnpm fetch --prod", ["pnpm-lock.yaml"]],
  ["bun install", ["package.json", "bun.lock", "bun.lockb"]],
  ["pip install --no-cache-dir -r requirements.txt", ["requirements.txt"]],
  ["python3 -m pip install -r reqs/prod.txt -c limits.txt gunicorn", ["reqs/prod.txt"], ["gunicorn"]],
  ["pip3.12 install --upgrade pip wheel", [], ["pip", "wheel"]],
  ["pip install -e .", [], ["."]],
  ["pip wheel --wheel-dir /wheels -r requirements.txt", ["requirements.txt"]],
  ["uv sync --frozen", ["pyproject.toml", "uv.lock"]],
  ["uv pip install --system -r requirements.txt", ["requirements.txt"]],
  ["poetry install --no-root", ["pyproject.toml", "poetry.lock"]],
  ["pipenv install --deploy", ["Pipfile", "Pipfile.lock"]],
  ["conda env create -f env.yml", ["env.yml"]],
  ["go mod download", ["go.mod", "go.sum"]],
  ["go install golang.org/x/tools/cmd/goimports@latest", [], ["golang.org/x/tools/cmd/goimports@latest"]],
  ["cargo fetch", ["Cargo.toml", "Cargo.lock"]],
  ["cargo chef cook --release --recipe-path plan.json", ["plan.json"]],
  ["cargo install sqlx-cli", [], ["sqlx-cli"]],
  ["mvn dependency:go-offline -B", ["pom.xml"]],
  ["mvn verify --fail-never", ["pom.xml"]],
  ["dotnet tool install -g dotnet-ef", [], ["dotnet-ef"]],
  ["bundle install --jobs 4", ["Gemfile", "Gemfile.lock", "*.gemspec", ".ruby-version"]],
  ["gem install bundler -v 2.5", [], ["bundler"]],
  ["composer install --no-dev", ["composer.json", "composer.lock"]],
  ["mix deps.get --only prod", ["mix.exs", "mix.lock"]],
];

const rows = (kind: BuildCommand["kind"], list: readonly Row[]) =>
  list.map(([text, tool, language, output]) => ({ kind, text, tool, language, output }));

describe("readBuildCommand", () => {
  it.each([...rows("compile", compiles), ...rows("bundle", bundles), ...rows("test", tests)])(
    "$kind: $text",
    ({ text, ...expected }) => {
      expect(read(text)).toMatchObject(expected);
    },
  );

  it.each(installs.map(([text, manifests, packages = []]) => ({ text, manifests, packages })))(
    "install: $text",
    (row) => {
      const { text, manifests, packages } = row;
      expect(read(text)).toMatchObject({ kind: "install", manifests, packages });
    },
  );

  it("names the manifests of .NET and Gradle", () => {
    expect(read("dotnet restore")?.manifests).toContain("*.csproj");
    expect(read("gradle dependencies --no-daemon")?.manifests).toContain("build.gradle.kts");
  });

  it.each([
    "make install",
    "make clean",
    "cmake -S . -B build",
    "./configure --prefix=/usr",
    "docker-php-ext-install pdo",
    "npm rebuild",
    "npm run lint",
    "cargo chef prepare",
    "tsc --noEmit",
  ])("%s belongs to a build and makes no program", (text) => {
    expect(read(text)?.kind).toBe("other");
  });

  it.each([
    "npm start",
    "npm --version",
    "yarn --version",
    "yarn dev",
    "npm config set registry https://packages.example",
    "vite",
    "next start",
    "hugo server",
    "go env",
    "gcc --version",
    "javac -version",
    "mvn --version",
    "git clone https://git.example/app",
    "python app.py",
    "python3 -m venv /venv",
    "build",
    "./build.sh",
    "tests/run",
    "echo go build",
    "constructor",
    "toString install",
  ])("%s builds nothing", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("names no manifest where the packages are only known when the command runs", () => {
    expect(read("npm install $PACKAGES")).toMatchObject({ kind: "install", manifests: [], packages: [] });
  });

  it("reads a script whose name is unknown as the manager's own", () => {
    expect(read("npm run $SCRIPT")).toBeUndefined();
    expect(read("make $TARGET")?.kind).toBe("other");
  });

  it("names no output where only the run tells it", () => {
    expect(read("go build -o $OUT ./cmd/api")).toMatchObject({ kind: "compile", output: undefined });
    expect(read("go build -o=$OUT ./cmd/api")).toMatchObject({ kind: "compile", output: undefined });
    expect(read("cargo build --release --target $TRIPLE")).toMatchObject({ kind: "compile", output: undefined });
    expect(read("npx vite build --outDir=$OUT")).toMatchObject({ kind: "bundle", output: undefined });
  });

  it("takes a variable in an option for no target", () => {
    expect(read("make -j$(nproc)")).toMatchObject({ tool: "make", kind: "compile" });
    expect(read("make -j $(nproc) CFLAGS=$CFLAGS")).toMatchObject({ tool: "make", kind: "compile" });
    expect(read("make -j$(nproc) install")).toMatchObject({ kind: "other" });
  });

  it("never throws, whatever the words", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "npm",
        "run",
        "build",
        "-m",
        "pip",
        "exec",
        "--",
        "npx",
        "python",
        "install",
        "-r",
        "$X",
        "uv",
        "yarn",
      ),
      fc.stringMatching(/^[\w@./:=-]{1,12}$/),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
        const found = read(words.join(" "));
        expect(found === undefined || found.tool.length > 0).toBe(true);
      }),
    );
  });
});
