import { getOctokit } from "@actions/github";
import type { FakeGitHub } from "./fake-github.ts";

/** GitHub's own client, for the fake GitHub. It asks for nothing twice. */
export function octokit(github: FakeGitHub, token: string) {
  return getOctokit(token, { baseUrl: github.urls.api });
}

export const shop = { owner: "acme", repo: "shop" };

/** A Dockerfile of so many lines. */
export function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `RUN step ${index + 1}\n`).join("");
}

/** The refusal that a promise is to end with, with the words of its reply. */
export async function refusalOf(request: Promise<unknown>): Promise<{ status: number; data: unknown }> {
  try {
    await request;
  } catch (error) {
    const { status, response } = error as { status: number; response?: { data: unknown } };
    return { status, data: response?.data };
  }
  throw new Error("It was not refused.");
}
