import type { ImageReference } from "../../model/image-reference.ts";

/** Official images that set a working directory themselves, with what their tags must hold. */
const folders: Readonly<Record<string, { readonly folder: string; readonly tag?: RegExp }>> = {
  composer: { folder: "/app" },
  golang: { folder: "/go" },
  gradle: { folder: "/home/gradle" },
  perl: { folder: "/usr/src/app" },
  php: { folder: "/var/www/html", tag: /fpm|apache/ },
  redis: { folder: "/data" },
  tomcat: { folder: "/usr/local/tomcat" },
  wordpress: { folder: "/var/www/html" },
};

/** The working directory that an image starts with, as far as its name tells: the root for all that is not known. */
export function workingDirectoryOf(image: ImageReference | undefined): string {
  const name = image?.registry === "docker.io" ? /^library\/(.+)$/.exec(image.repository)?.[1] : undefined;
  if (name === undefined || !Object.hasOwn(folders, name)) return "/";
  const found = folders[name];
  return found && (found.tag?.test(image?.tag ?? "") ?? true) ? found.folder : "/";
}
