import { type ApiTrouble, apiTrouble } from "./api-trouble.ts";

/** What became of a request: its failure is a value like any other, for whoever writes goes on with something else. */
export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly trouble: ApiTrouble };

/** @throws what did not come from GitHub: a bug of ours. */
export async function attempt<Value>(request: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await request() };
  } catch (error) {
    const trouble = apiTrouble(error);
    if (!trouble) throw error;
    return { ok: false, trouble };
  }
}
