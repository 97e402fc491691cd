import * as v from "valibot";
import { growthPattern, parseSize, sizePattern } from "../model/byte-size.ts";
import { described } from "./schema-values.ts";

const size = "must be a size with its unit, as in `200MB`";
const growth = "must be a percentage or a size with its unit, as in `10%` or `20MB`";

/** How large images may be. Stays text: a policy is shown and compared as it is written. */
export const budget = v.strictObject({
  max: v.optional(
    described(
      v.pipe(
        v.string(size),
        v.regex(sizePattern, size),
        v.check((text) => parseSize(text) !== 0, "must be more than nothing"),
      ),
      "Largest size of a shipped image, unpacked: kB, MB, GB, or KiB, MiB, GiB.",
    ),
  ),
  growth: v.optional(
    described(
      v.pipe(v.string(growth), v.regex(growthPattern, growth)),
      "How much larger it may become against the merge base: a percentage or a size.",
    ),
  ),
});
