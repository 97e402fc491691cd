import { type CommandTree, type CompletedCommand, firstSentence } from "./command-tree.ts";

/** A script for fish. */
export function fishCompletion({ program, commands, general }: CommandTree): string {
  const lines = commands.flatMap((command) => commandLines(program, command));
  return [
    `# fish completion for ${program}: ${program} completion fish | source`,
    `complete -c ${program} -f`,
    ...general.map((option) => `complete -c ${program} -n __fish_use_subcommand -l ${option.replace(/^--/, "")}`),
    `complete -c ${program} -n __fish_use_subcommand -a help -d ${fishQuoted("Explain a command")}`,
    `complete -c ${program} -n '__fish_seen_subcommand_from help' -a ${fishQuoted(commands.map(({ name }) => name).join(" "))}`,
    ...lines,
    "",
  ].join("\n");
}

function commandLines(program: string, { name, summary, options, words, takesFiles }: CompletedCommand): string[] {
  const within = `complete -c ${program} -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${fishQuoted(firstSentence(summary))}`,
    ...(takesFiles ? [`${within} -F`] : []),
    ...(words.length > 0 ? [`${within} -a ${fishQuoted(words.join(" "))}`] : []),
    ...options.map((option) => {
      const values =
        option.choices.length > 0
          ? ` -x -a ${fishQuoted(option.choices.join(" "))}`
          : option.takesValue
            ? " -r -F"
            : "";
      return `${within} -l ${option.name}${values} -d ${fishQuoted(firstSentence(option.description))}`;
    }),
  ];
}

/** Between single quotes fish knows two escapes. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
