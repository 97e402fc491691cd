/**
 * Variables of the environment that decide what a build makes and where it goes. One that is there with an undefined value is
 * set to something that is not known before the build.
 */
export type BuildSettings = ReadonlyMap<string, string | undefined>;

const names: ReadonlySet<string> = new Set(
  `CGO_ENABLED GOOS GOARCH GOFLAGS GOBIN GOPATH CGO_LDFLAGS CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS
  RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET CARGO_BUILD_RUSTFLAGS CARGO_TARGET_DIR CARGO_HOME CARGO_INSTALL_ROOT
  UV_PROJECT_ENVIRONMENT UV_PYTHON_INSTALL_DIR UV_PYTHON UV_PYTHON_PREFERENCE UV_SYSTEM_PYTHON VIRTUAL_ENV PYTHONUSERBASE PYTHONPATH
  PIP_TARGET PIP_PREFIX POETRY_VIRTUALENVS_IN_PROJECT POETRY_VIRTUALENVS_CREATE PIPENV_VENV_IN_PROJECT
  BUNDLE_PATH BUNDLE_DEPLOYMENT GEM_HOME npm_config_libc npm_config_platform npm_config_target npm_config_arch
  DOTNET_ROLL_FORWARD MAVEN_ARGS MAVEN_OPTS JAVA_HOME JAVA_TOOL_OPTIONS`
    .trim()
    .split(/\s+/),
);

export function isBuildSetting(name: string): boolean {
  return names.has(name) || /^CARGO_TARGET_\w+_(?:RUSTFLAGS|LINKER)$/.test(name);
}
