/** Programs that come as development dependencies and run the program, watch it or test it. */
const programs: ReadonlySet<string> = new Set(
  `nodemon ts-node ts-node-dev ts-node-esm tsx tsnd tsc-watch vite vite-node webpack webpack-dev-server ng nx turbo lerna gulp
  grunt parcel storybook start-storybook next-dev react-scripts vue-cli-service babel-node swc-node concurrently
  npm-run-all run-p run-s wait-on jest vitest mocha ava karma cypress playwright nyc c8 tap eslint prettier husky testcafe
  newman wdio hardhat ganache truffle pytest py.test tox nox mypy flake8 pylint ruff black coverage locust rspec cucumber rubocop
  guard phpunit pest phpstan psalm behat codecept air`
    .trim()
    .split(/\s+/),
);

/** Subcommands by which a program serves what it is still building. */
const developmentWords =
  /^(?:.*[:_-])?(?:dev|develop|development|watch|test|tests|e2e|storybook|lint|serve|debug|ci|hot|migrate|seed)(?:[:_-].*)?$/is;

const managers = new Set([
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "npx",
  "pnpx",
  "bunx",
  "make",
  "composer",
  "poetry",
  "pipenv",
  "uv",
]);

/**
 * Whether a command that a container is started with needs development dependencies: it runs a tool that comes with them, or a
 * script that is for development or for tests by its name.
 */
export function needsDevelopmentDependencies(words: readonly string[]): boolean {
  const parts = words
    .flatMap((word) => word.split(/[\s"';&|]+/))
    .filter((word) => word !== "" && !word.startsWith("-"));
  return parts.some((part, index) => {
    const name = part.slice(part.lastIndexOf("/") + 1);
    if (programs.has(name)) return true;
    if (name === "next" || name === "nuxt" || name === "astro" || name === "remix") return parts[index + 1] === "dev";
    if (!managers.has(name)) return false;
    return parts.slice(index + 1, index + 4).some((word) => developmentWords.test(word));
  });
}
