import { debug } from "@actions/core";
import { visibleText } from "../../report/foreign-text.ts";
import { apiAddress, type ClientOptions, type GitHubClient, gitHubClient } from "./client.ts";

/** A client for the GitHub that a job runs at. Its requests are in the log of a run that is debugged (ACTIONS_STEP_DEBUG). */
export function jobClient(
  token: string,
  environment: Readonly<Record<string, string | undefined>>,
  options: Partial<ClientOptions> = {},
): GitHubClient {
  const isDebugged = environment.RUNNER_DEBUG === "1";
  return gitHubClient({
    token,
    address: apiAddress(environment),
    debug: isDebugged ? (line) => debug(visibleText(`GitHub: ${line.replaceAll(token, "***")}`)) : () => {},
    ...options,
  });
}
