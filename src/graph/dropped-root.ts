import { type BuildGraph, chainOf, type Stage, type Step } from "../model/graph.ts";

/** Programs made for entry points that begin as root, to set up volumes, and go on as another user. */
const droppers: ReadonlySet<string> = new Set(["gosu", "su-exec", "s6-setuidgid", "setpriv"]);

/** What starts and supervises services, each as its own user: s6-overlay's, systemd's and others'. */
const supervisor = /^\/(?:s?bin\/|usr\/s?bin\/)?init$|\/systemd$|(?:^|\/)supervisord$/;

/** Whether a supervisor starts the container, which needs root to become others. */
export function startsSupervisor({ end }: Stage): boolean {
  const words = [...(end.entrypoint?.words ?? []), ...(end.command?.words ?? [])];
  return words.slice(0, 1).some((word) => supervisor.test(word));
}

/** Whether a script starts the container and the image has been given a program to drop root with. */
export function dropsRoot(graph: BuildGraph, stage: Stage): boolean {
  const start = stage.end.entrypoint?.words.find(
    (word) => !/(?:^|\/)(?:ba)?sh$|(?:^|\/)(?:dumb-init|tini)$|^--?/.test(word),
  );
  const isScript = start !== undefined && /(?:\.sh|entrypoint[\w.-]{0,200})$/.test(start);
  return isScript && chainOf(graph, stage).some((link) => link.steps.some(bringsDropper));
}

function bringsDropper({ packages, script, copy, instruction }: Step): boolean {
  if (packages.some(({ name, change }) => change === "added" && droppers.has(name))) return true;
  if (copy?.sources.some(({ path }) => droppers.has(path.split("/").at(-1) ?? ""))) return true;
  if (instruction.keyword !== "RUN") return false;
  return (
    script?.commands.some(({ arguments: words }) =>
      words.some(({ text }) => droppers.has(text.split("/").at(-1) ?? "")),
    ) ?? false
  );
}
