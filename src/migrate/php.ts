import { absolutePath } from "../graph/paths.ts";
import type { Language } from "./language.ts";
import type { MigrationScene, Taken } from "./migration.ts";

const extensions = /(?:^|\s)(?:docker-php-ext-(?:install|enable|configure)|pecl)\s/;

/** PHP: the packages of Composer and the extensions that were compiled, on the same image without the tools. */
export const php: Language = {
  name: "php",
  shipsSources: true,
  buildsFromSources: () => true,
  recipe(scene) {
    const { stage } = scene;
    // Apache starts as root to take its port, and becomes www-data itself; so does the master of FPM.
    const startsAsRoot = /apache|fpm/.test(stage.rootImage?.tag ?? "");
    return {
      base: stage.baseName,
      user: startsAsRoot ? undefined : "www-data",
      taken: [...compiledExtensions(scene), ...vendorOf(scene)],
    };
  },
};

function vendorOf({ stage, parts }: MigrationScene): Taken[] {
  const part = parts.findLast(({ step }) =>
    step.builds.some(({ tool }) => /^(?:php )?composer(?:\.phar)? /.test(tool)),
  );
  if (!part) return [];
  const given = stage.end.environment.get("COMPOSER_VENDOR_DIR") ?? "vendor";
  const folder = absolutePath(part.step.before.workdir, given);
  return [{ from: folder, to: folder }];
}

function compiledExtensions({ parts }: MigrationScene): Taken[] {
  const isCompiled = parts.some(
    ({ instruction }) => instruction.keyword === "RUN" && extensions.test(instruction.text),
  );
  return isCompiled
    ? ["/usr/local/lib/php/extensions", "/usr/local/etc/php/conf.d"].map((folder) => ({ from: folder, to: folder }))
    : [];
}
