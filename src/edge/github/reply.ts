import * as v from "valibot";

/** An answer of GitHub, or of something on the way to it, that has not the form which GitHub describes. */
export class UnexpectedReply extends Error {
  override name = "UnexpectedReply";
  /** Whether what was asked for may have been carried out. */
  readonly isOfWrite: boolean;

  constructor(reason: string, isOfWrite: boolean) {
    super(reason);
    this.isOfWrite = isOfWrite;
  }
}

/**
 * The parts of an answer that are used, as they are described. An answer of another form is never read as one that has nothing in it:
 * a change without files would pass.
 * @param what names it in a message: `The list of files`.
 * @throws UnexpectedReply
 */
export function replyOf<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return result.output;
  const path = v.getDotPath(result.issues[0]);
  throw new UnexpectedReply(`${what} has no usable ${path === null ? "content" : `"${path}"`}`, false);
}

/** Whether an answer to a write shows what was written. @throws UnexpectedReply where it may or may not have been. */
export function requireWritten(status: number, data: unknown): void {
  if (status === 204 || v.is(written, data)) return;
  throw new UnexpectedReply("its answer does not show what was written", true);
}

const written = v.object({ id: v.number() });
