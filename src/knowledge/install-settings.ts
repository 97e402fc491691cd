/** Variables by which an install brings other dependencies than it would without: production only, another registry, another target. */
const names: ReadonlySet<string> = new Set(
  `NODE_ENV RAILS_ENV RACK_ENV MIX_ENV APP_ENV FLASK_ENV DJANGO_ENV
  GOOS GOARCH GOARM GOFLAGS GOPROXY GOPRIVATE CGO_ENABLED GOTOOLCHAIN TARGETOS TARGETARCH TARGETPLATFORM TARGETVARIANT
  CI PRODUCTION RUSTFLAGS VIRTUAL_ENV PYTHONPATH CONDA_PREFIX`
    .trim()
    .split(/\s+/),
);

const prefixes =
  /^(?:npm_config|yarn|pnpm|bun|bundle|composer|pip|pipenv|poetry|pdm|uv|cargo|maven|gradle|dotnet|nuget|mix|hex)_/i;

/** Whether a variable of this name may change what an install brings. */
export function isInstallSetting(name: string): boolean {
  return names.has(name) || prefixes.test(name);
}
