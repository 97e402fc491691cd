import type { Mount } from "../model/dockerfile.ts";
import type { Span } from "../model/source.ts";
import { didYouMean, type LineFlag } from "./flags.ts";
import { Refusal } from "./refusal.ts";

const types = ["bind", "cache", "tmpfs", "secret", "ssh"];
const keys = [
  ["type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw"],
  ["required", "id", "sharing", "mode", "uid", "gid", "size", "env"],
].flat();

/** Reads `RUN --mount=…`. @throws Refusal as BuildKit does; options with variables are judged when they are known. */
export function readMount(flag: LineFlag, span: Span, fromSpan: Span): Mount {
  const options = new Map<string, string>();
  for (const field of csvFields(flag)) {
    const equals = field.indexOf("=");
    const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    if (!keys.includes(key) && !key.includes("$")) {
      throw new Refusal(`unexpected key '${key}' in '${field}'${didYouMean(key, keys)}`, flag);
    }
    if (key === "from" && /\$./.test(field)) {
      throw new Refusal("'from' doesn't support variable expansion, define alias stage instead", flag);
    }
    options.set(key, equals === -1 ? "" : field.slice(equals + 1));
  }
  const type = (options.get("type") ?? "bind").toLowerCase();
  if (!types.includes(type) && !type.includes("$")) {
    throw new Refusal(`unsupported mount type "${type}"${didYouMean(type, types)}`, flag);
  }
  const from = options.get("from");
  const source = options.get("source") ?? options.get("src");
  const target = options.get("target") ?? options.get("dst") ?? options.get("destination");
  if (type === "secret") checkSecretMount(flag, options, source, target);
  return {
    type,
    options,
    from: from ? { text: from, span: fromSpan } : undefined,
    target,
    source,
    id: options.get("id"),
    environment: options.get("env"),
    readonly: isReadonly(type, options),
    span,
  };
}

function checkSecretMount(
  flag: LineFlag,
  options: ReadonlyMap<string, string>,
  source: string | undefined,
  target: string | undefined,
): void {
  if (options.get("from")) throw new Refusal("secret mount should not have a from", flag);
  if (options.get("sharing")) throw new Refusal("secret mount should not define sharing", flag);
  if (!source && !target && !options.get("id") && !options.get("env")) {
    throw new Refusal("invalid secret mount. one of source, target required", flag);
  }
  if (source && options.get("id")) throw new Refusal("both source and id can't be set", flag);
}

function isReadonly(type: string, options: ReadonlyMap<string, string>): boolean {
  let readonly = type !== "cache" && type !== "tmpfs";
  for (const [key, value] of options) {
    const on = /^(?:|1|t|true)$/i.test(value);
    if (key === "readonly" || key === "ro") readonly = on;
    if (key === "readwrite" || key === "rw") readonly = !on;
  }
  return readonly;
}

/** One CSV record, as Go's encoding/csv reads it: quotes around a whole field only, doubled inside. */
function csvFields(flag: LineFlag): string[] {
  const record = flag.value ?? "";
  const fields: string[] = [];
  let index = 0;
  do {
    if (record.charAt(index) === '"') {
      const field = quotedField(record, index + 1);
      if (!field) throw new Refusal('failed to parse csv mounts: extraneous or missing " in quoted-field', flag);
      fields.push(field.text);
      index = field.end + 1;
    } else {
      const comma = record.indexOf(",", index);
      const end = comma === -1 ? record.length : comma;
      const text = record.slice(index, end);
      if (text.includes('"')) throw new Refusal('failed to parse csv mounts: bare " in non-quoted field', flag);
      fields.push(text);
      index = end + 1;
    }
  } while (index <= record.length);
  return fields;
}

function quotedField(record: string, start: number): { text: string; end: number } | undefined {
  let text = "";
  for (let index = start; index < record.length; index++) {
    if (record.charAt(index) !== '"') {
      text += record.charAt(index);
    } else if (record.charAt(index + 1) === '"') {
      text += '"';
      index++;
    } else {
      const end = index + 1;
      return end === record.length || record.charAt(end) === "," ? { text, end } : undefined;
    }
  }
  return undefined;
}
