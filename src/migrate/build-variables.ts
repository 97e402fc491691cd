import { isBuildSetting } from "../knowledge/build-settings.ts";

/** Variables that only compilers, package managers and their like read; programs know nothing of them. */
const names =
  /^(?:GO(?:111MODULE|PROXY|SUMDB|PRIVATE|NOSUMDB|NOPROXY|CACHE|MODCACHE|EXPERIMENT|AMD64|ARM)|CARGO_\w+|RUSTUP_\w+|RUST_VERSION|MAVEN_\w+|GRADLE_\w+|MVN_\w+|PIP_\w+|POETRY_\w+|UV_\w+|PIPENV_\w+|COMPOSER_\w+|NPM_CONFIG_\w+|npm_config_\w+|YARN_\w+|PNPM_HOME|COREPACK_\w+|NUGET_\w+|DEBIAN_FRONTEND|MAKEFLAGS|CMAKE_\w+)$/;

/** Settings of Java and Python that programs read when they run, too. */
const readByPrograms: ReadonlySet<string> = new Set(
  "JAVA_HOME JAVA_TOOL_OPTIONS PYTHONPATH PYTHONUSERBASE VIRTUAL_ENV BUNDLE_PATH BUNDLE_DEPLOYMENT GEM_HOME DOTNET_ROLL_FORWARD GOPATH".split(
    " ",
  ),
);

/** Whether an environment variable says how to build, and nothing to the program that was built. */
export function isBuildVariable(name: string): boolean {
  return (isBuildSetting(name) || names.test(name)) && !readByPrograms.has(name);
}
