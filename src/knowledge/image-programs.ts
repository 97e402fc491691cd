/** Where the image of a language has its program, which loads the C library of that image. */
const programs: readonly { readonly language: string; readonly path: RegExp; readonly what: string }[] = [
  { language: "node", path: /^\/usr\/local\/bin\/node$/, what: "Node.js" },
  { language: "java", path: /^\/(?:opt\/java(?:\/openjdk)?|usr\/lib\/jvm(?:\/[^/]+)?)$/, what: "Java" },
  { language: "python", path: /^\/usr\/local\/bin\/python(?:3(?:\.\d+)?)?$/, what: "Python" },
  { language: "ruby", path: /^\/usr\/local\/bin\/ruby$/, what: "Ruby" },
  { language: "php", path: /^\/usr\/local\/(?:bin\/php|sbin\/php-fpm)$/, what: "PHP" },
  { language: "dotnet", path: /^\/usr\/(?:share|lib)\/dotnet$/, what: ".NET" },
  { language: "bun", path: /^\/usr\/local\/bin\/bun$/, what: "Bun" },
];

/** The program that is at this path in an image of the language; undefined for everything else. */
export function programOfImage(language: string | undefined, path: string): string | undefined {
  const plain = path.replace(/(?<=.)\/$/, "");
  return programs.find((program) => program.language === language && program.path.test(plain))?.what;
}
