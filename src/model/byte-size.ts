/** How much something may grow: by a part of what it was, or by a number of bytes. */
export type Growth =
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "bytes"; readonly bytes: number };

/** Decimal units as Docker shows sizes, binary ones for who writes them so. */
const units: Readonly<Record<string, number>> = {
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

const number = String.raw`\d{1,6}(?:\.\d{1,3})?`;
const unit = "(?:[kK]B|MB|GB|KiB|MiB|GiB)";

/** A size with its unit, as in `200MB` or `1.5 GiB`. */
export const sizePattern = new RegExp(`^${number} ?${unit}$`);
/** A percentage or a size, as in `10%` or `20MB`. */
export const growthPattern = new RegExp(`^${number} ?(?:%|${unit})$`);

/** Whole bytes; undefined for what is no size. */
export function parseSize(text: string): number | undefined {
  if (!sizePattern.test(text)) return undefined;
  const { value, rest } = parts(text);
  return Math.round(value * (units[rest] ?? 0));
}

/** Undefined for what is neither a percentage nor a size. */
export function parseGrowth(text: string): Growth | undefined {
  if (!growthPattern.test(text)) return undefined;
  const { value, rest } = parts(text);
  if (rest === "%") return { kind: "percent", percent: value };
  const bytes = parseSize(text);
  return bytes === undefined ? undefined : { kind: "bytes", bytes };
}

function parts(text: string): { value: number; rest: string } {
  const end = text.search(/[^\d.]/);
  return { value: Number(text.slice(0, end)), rest: text.slice(end).trim() };
}

/** How many bytes something of this size may grow by. */
export function allowedGrowth(growth: Growth, before: number): number {
  return growth.kind === "bytes" ? growth.bytes : Math.floor((before * growth.percent) / 100);
}

/** `12.3 MB`: decimal, three digits, as Docker does. */
export function sizeText(bytes: number): string {
  const steps = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let step = 0;
  // What would be rounded up to 1000 belongs to the next unit.
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${withoutZeros(value >= 100 ? value.toFixed(0) : value.toPrecision(3))} ${steps[step]}`;
}

/** `+12.3 MB`, `−4 kB`, `±0`. */
export function changeText(bytes: number): string {
  if (bytes === 0) return "±0";
  return `${bytes > 0 ? "+" : "−"}${sizeText(Math.abs(bytes))}`;
}

/** `+12.5 %`; one digit behind the point below ten. */
export function percentText(part: number, whole: number): string {
  const percent = (Math.abs(part) / whole) * 100;
  const shown = percent < 0.05 ? "0" : withoutZeros(percent < 10 ? percent.toFixed(1) : percent.toFixed(0));
  return `${part < 0 ? "−" : "+"}${shown} %`;
}

export function growthText(growth: Growth): string {
  return growth.kind === "percent" ? `${growth.percent} %` : sizeText(growth.bytes);
}

function withoutZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0{1,3}$/, "") : digits;
}
