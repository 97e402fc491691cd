import type { CommandTree, CompletedCommand } from "./command-tree.ts";

/** A script for bash, 3.2 or newer, without the package bash-completion. */
export function bashCompletion({ program, commands, general }: CommandTree): string {
  const names = [...commands.map(({ name }) => name), "help", ...general].join(" ");
  return `# bash completion for ${program}: source <(${program} completion bash)
_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  local words="" files=0
  # Where = breaks words, an option and its value are three of them.
  if [[ $current == "=" ]]; then current=""
  elif [[ $previous == "=" && COMP_CWORD -gt 2 ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  if (( COMP_CWORD == 1 )); then
    words="${names}"
  else
    case "$command" in
${commands.map(commandCase).join("\n")}
      help) words="${commands.map(({ name }) => name).join(" ")}" ;;
    esac
  fi
  COMPREPLY=()
  local IFS=$'\\n'
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "\${words// /$'\\n'}" -- "$current")); fi
  if (( files )) && [[ $current != -* ]]; then COMPREPLY+=($(compgen -f -- "$current")); compopt -o filenames 2>/dev/null; fi
}
complete -F _${program} ${program}
`;
}

function commandCase({ name, options, words, takesFiles }: CompletedCommand): string {
  const valued = options.filter(({ takesValue }) => takesValue);
  const chosen = valued.filter(({ choices }) => choices.length > 0);
  const free = valued.filter(({ choices }) => choices.length === 0).map((option) => `--${option.name}`);
  return [
    `      ${name})`,
    '        case "$previous" in',
    ...chosen.map((option) => `          --${option.name}) words="${option.choices.join(" ")}" ;;`),
    ...(free.length > 0 ? [`          ${free.join("|")}) files=1 ;;`] : []),
    "          *)",
    `            words="${[...words, ...options.map((option) => `--${option.name}`)].join(" ")}"`,
    `            files=${takesFiles ? 1 : 0} ;;`,
    "        esac ;;",
  ].join("\n");
}
