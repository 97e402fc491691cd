import {
  type CommandTree,
  type CompletedCommand,
  type CompletedOption,
  firstSentence,
  quoted,
} from "./command-tree.ts";

/** A script for zsh: a file `_stagegate` on the fpath, or sourced behind compinit. */
export function zshCompletion({ program, commands, general }: CommandTree): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${firstSentence(summary)}`)}`);
  return `#compdef ${program}
# zsh completion for ${program}: source <(${program} completion zsh)
_${program}() {
  local -a commands
  commands=(
${names.join("\n")}
    'help:Explain a command'
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    compadd -- ${general.join(" ")}
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join("\n")}
    help) _describe 'command' commands ;;
  esac
}
if [[ "\${funcstack[1]}" == "_${program}" ]]; then
  _${program} "$@"
else
  compdef _${program} ${program}
fi
`;
}

function commandCase({ name, options, words, takesFiles }: CompletedCommand): string {
  const operands = words.length > 0 ? `'*:name:(${words.join(" ")})'` : takesFiles ? "'*:file:_files'" : "";
  const rows = [...options.map(optionRow), ...(operands === "" ? [] : [operands])];
  return `    ${name})\n      _arguments \\\n${rows.map((row) => `        ${row}`).join(" \\\n")} ;;`;
}

function optionRow({ name, description, takesValue, choices }: CompletedOption): string {
  const text = firstSentence(description).replaceAll(/[\\[\]:]/g, "\\$&");
  const value = choices.length > 0 ? `:value:(${choices.join(" ")})` : takesValue ? ":value:_files" : "";
  return quoted(`${takesValue ? `*--${name}=` : `--${name}`}[${text}]${value}`);
}
