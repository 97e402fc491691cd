import { familiarName, type ImageReference } from "../model/image-reference.ts";

/** How the program of a language is built in one stage and run in another: the lines that matter. */
const hints: Readonly<Record<string, string>> = {
  go: "COPY --from=build /app/server /server` onto scratch or distroless/static",
  rust: "COPY --from=build /app/target/release/<name> /usr/local/bin/` onto debian:12-slim or distroless/cc",
  java: "COPY --from=build /app/target/*.jar app.jar` onto a JRE such as eclipse-temurin:21-jre",
  dotnet: "COPY --from=build /app/publish .` onto mcr.microsoft.com/dotnet/aspnet",
  node: "COPY --from=build /app/dist ./dist` with production dependencies onto the slim or alpine image",
  python: "COPY --from=build /opt/venv /opt/venv` onto the slim image",
  ruby: "COPY --from=build /usr/local/bundle /usr/local/bundle` onto the slim image",
  php: "COPY --from=build /app/vendor ./vendor` onto the runtime image",
};

/** What to write instead of a single stage, as one sentence with the form for the language. */
export function multiStageHint(language: string | undefined, image: ImageReference | undefined): string {
  const from = image ? `FROM ${familiarName(image)}${image.tag ? `:${image.tag}` : ""} AS build` : "FROM … AS build";
  const hint = hints[language ?? ""] ?? "COPY --from=build <the result> <its place>` onto a small base";
  return `Build in a stage of its own (\`${from}\`), then \`${hint}.`;
}
