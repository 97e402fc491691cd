import { applyModifier } from "./modifiers.ts";
import { Refusal } from "./refusal.ts";
import { replaceByPattern } from "./shell-pattern.ts";
import { WordCollector } from "./word-collector.ts";

/**
 * How BuildKit expands variables and quotes in the words of an instruction.
 * Source: moby/buildkit frontend/dockerfile/shell, as documented in the Dockerfile reference, "Environment replacement".
 */
export interface ExpansionOptions {
  readonly escape: "\\" | "`";
  /** Keep quotes in the result. */
  readonly rawQuotes?: boolean;
  /** Keep escape characters in the result. */
  readonly rawEscapes?: boolean;
  /** Treat quotes as ordinary characters, as in a heredoc body. */
  readonly ignoreQuotes?: boolean;
  /** Leave variables that are not set as they are written. */
  readonly keepUnset?: boolean;
}

export interface Expansion {
  readonly value: string;
  /** The value split at blanks, quotes respected; expanded variables are split too. */
  readonly words: readonly string[];
  /** Variables that were looked up and not found, or found without a value. */
  readonly unset: readonly string[];
}

/** ARG A=$B$B, ARG C=$A$A, … doubles with every line; BuildKit's own limit of a line is the bound here too. */
const maximumExpansion = 65_536;

/** `${A:-${B:-…}}`: nobody writes more, and the call stack is finite. */
const maximumDepth = 100;

/** Looks a variable up: its value, or undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** @throws Refusal for what BuildKit refuses: an unmatched quote, a bad substitution, `${X:?message}` without value. */
export function expand(text: string, lookup: Lookup, options: ExpansionOptions): Expansion {
  const expander = new Expander(text, lookup, options);
  const { value, words } = expander.until(undefined, options.rawEscapes ?? false);
  return { value, words, unset: [...expander.unset] };
}

class Expander {
  readonly unset = new Set<string>();
  private position = 0;
  private rawEscapes = false;
  private expandedLength = 0;
  private depth = 0;
  private readonly characters: readonly string[];
  private readonly lookup: Lookup;
  private readonly options: ExpansionOptions;

  constructor(text: string, lookup: Lookup, options: ExpansionOptions) {
    this.characters = [...text];
    this.lookup = lookup;
    this.options = options;
  }

  until(stop: string | undefined, rawEscapes: boolean): { value: string; words: readonly string[] } {
    if (this.depth >= maximumDepth) throw new Refusal(`more than ${maximumDepth} substitutions within each other`);
    const outer = this.rawEscapes;
    this.depth++;
    this.rawEscapes = rawEscapes;
    try {
      return this.untilStop(stop);
    } finally {
      this.depth--;
      this.rawEscapes = outer;
    }
  }

  private untilStop(stop: string | undefined): { value: string; words: readonly string[] } {
    const value: string[] = [];
    const words = new WordCollector();
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next === stop) {
        this.position++;
        return { value: value.join(""), words: words.finish() };
      }
      const special = this.readSpecial(next);
      if (special !== undefined) {
        value.push(special);
        if (next === "$") words.addText(special);
        else words.addRaw(special);
        continue;
      }
      this.position++;
      if (next !== this.options.escape) {
        words.addText(next);
        value.push(next);
        continue;
      }
      if (this.rawEscapes) {
        words.addRaw(next);
        value.push(next);
      }
      const escaped = this.peek();
      if (escaped === undefined) break;
      this.position++;
      words.addRaw(escaped);
      value.push(escaped);
    }
    if (stop !== undefined) throw new Refusal(`unexpected end of statement while looking for matching ${stop}`);
    return { value: value.join(""), words: words.finish() };
  }

  private readSpecial(character: string): string | undefined {
    if (character === "$") return this.readDollar();
    if (character === "<") return this.readHeredocOperator();
    if (this.options.ignoreQuotes) return undefined;
    if (character === "'") return this.readSingleQuotes();
    if (character === '"') return this.readDoubleQuotes();
    return undefined;
  }

  /** `<<` takes the blanks behind it into its word, so that `<< EOF` is one word. */
  private readHeredocOperator(): string {
    this.position++;
    if (this.peek() !== "<") return "<";
    const start = this.position++;
    while (/^[ \t\r\n]$/.test(this.peek() ?? "")) this.position++;
    return `<${this.characters.slice(start, this.position).join("")}`;
  }

  private readSingleQuotes(): string {
    const start = this.position++;
    const end = this.characters.indexOf("'", this.position);
    if (end === -1) throw new Refusal("unexpected end of statement while looking for matching single-quote");
    this.position = end + 1;
    return this.options.rawQuotes
      ? this.characters.slice(start, end + 1).join("")
      : this.characters.slice(start + 1, end).join("");
  }

  private readDoubleQuotes(): string {
    this.position++;
    const quote = this.options.rawQuotes ? '"' : "";
    let value = quote;
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next === '"') {
        this.position++;
        return value + quote;
      }
      if (next === "$") {
        value += this.readDollar();
        continue;
      }
      this.position++;
      if (next !== this.options.escape) {
        value += next;
        continue;
      }
      if (this.rawEscapes) value += next;
      const escaped = this.peek();
      if (escaped === undefined) break;
      if (escaped === '"' || escaped === "$" || escaped === this.options.escape) {
        this.position++;
        value += escaped;
      } else {
        value += next;
      }
    }
    throw new Refusal("unexpected end of statement while looking for matching double-quote");
  }

  private readDollar(): string {
    this.position++;
    if (this.peek() !== "{") {
      const name = this.readName();
      if (name === "") return "$";
      const value = this.valueOf(name);
      return value ?? (this.options.keepUnset ? `$${name}` : "");
    }
    this.position++;
    const first = this.peek();
    if (first === undefined) throw new Refusal("syntax error: missing '}'");
    if (first === "{" || first === "}" || first === ":") throw new Refusal("syntax error: bad substitution");
    const name = this.readName();
    const modifier = this.next();
    if (modifier === "}") {
      const value = this.valueOf(name);
      return value ?? (this.options.keepUnset ? `\${${name}}` : "");
    }
    if (modifier === "/") return this.readReplacement(name);
    const emptyIsUnset = modifier === ":";
    return this.readModifier(name, emptyIsUnset ? this.next() : modifier, emptyIsUnset);
  }

  private readModifier(name: string, modifier: string | undefined, emptyIsUnset: boolean): string {
    const written = `${emptyIsUnset ? ":" : ""}${modifier}`;
    if (modifier === undefined) throw new Refusal("syntax error: missing '}'");
    if (!"+-?#%".includes(modifier)) {
      throw new Refusal(`unsupported modifier (${written}) in substitution`);
    }
    const word = this.readOperand("}", modifier === "#" || modifier === "%", "syntax error: missing '}'");
    const value = this.valueOf(name);
    if (value === undefined && this.options.keepUnset) return `\${${name}${written}${word}}`;
    return applyModifier(name, modifier, word, value, emptyIsUnset);
  }

  private readReplacement(name: string): string {
    const all = this.peek() === "/";
    if (all) this.position++;
    const pattern = this.readOperand("/", true, "syntax error: missing '/' in ${}");
    const replacement = this.readOperand("}", true, "syntax error: missing '}'");
    const value = this.valueOf(name);
    if (value === undefined && this.options.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
    return replaceByPattern(value ?? "", pattern, replacement, all);
  }

  private readOperand(stop: string, rawEscapes: boolean, messageAtEnd: string): string {
    try {
      return this.until(stop, rawEscapes).value;
    } catch (error) {
      if (error instanceof Refusal && this.peek() === undefined) throw new Refusal(messageAtEnd);
      throw error;
    }
  }

  private readName(): string {
    const first = this.peek() ?? "";
    if (/^\p{Nd}$/u.test(first)) return this.readWhile(/^\p{Nd}$/u);
    if (first !== "" && "@*#?-$!".includes(first)) return this.next() ?? "";
    return this.readWhile(/^[\p{L}\p{Nd}_]$/u);
  }

  private readWhile(pattern: RegExp): string {
    const start = this.position;
    while (pattern.test(this.peek() ?? "")) this.position++;
    return this.characters.slice(start, this.position).join("");
  }

  private valueOf(name: string): string | undefined {
    const value = this.lookup(name);
    if (value === undefined) this.unset.add(name);
    this.expandedLength += value?.length ?? 0;
    if (this.expandedLength > maximumExpansion) {
      throw new Refusal(`variables expand to more than ${maximumExpansion} characters`);
    }
    return value;
  }

  private peek(): string | undefined {
    return this.characters[this.position];
  }

  private next(): string | undefined {
    return this.characters[this.position++];
  }
}
