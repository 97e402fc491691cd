import { GitHubError } from "../route.ts";

/** Characters of a comment or a review. */
export const longestBody = 65_536;

/** The text of a comment: neither blank nor too long. */
export function requireBody(body: unknown, resource: string): string {
  const text = typeof body === "string" ? body : "";
  if (text.trim() === "") {
    throw new GitHubError(422, "Validation Failed", {
      errors: [{ resource, code: "missing_field", field: "body" }],
    });
  }
  if (isTooLong(text)) {
    const message = `Body is too long (maximum is ${longestBody} characters)`;
    throw new GitHubError(422, "Validation Failed", { errors: [{ resource, code: "custom", field: "body", message }] });
  }
  return text;
}

export function isTooLong(text: string): boolean {
  return [...text].length > longestBody;
}
