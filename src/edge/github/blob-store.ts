import type { RepositoryName } from "../event-subject.ts";
import type { TextFile } from "../text-file.ts";
import type { GitHubClient } from "./client.ts";
import { type BlobRequest, readBlobs } from "./read-blobs.ts";

/** The files of one repository that a run needs, each read once. */
export class BlobStore {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #files = new Map<string, TextFile | undefined>();

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client;
    this.#repository = repository;
  }

  /** Reads what is not here yet. */
  async load(requests: readonly BlobRequest[]): Promise<void> {
    const unknown = requests.filter(({ expression }) => !this.#files.has(expression));
    const files = await readBlobs(this.#client, this.#repository, unknown);
    for (const { expression } of unknown) this.#files.set(expression, files.get(expression));
  }

  /** What was read; undefined for a file that is not there. */
  file({ expression }: BlobRequest): TextFile | undefined {
    return this.#files.get(expression);
  }

  /** Undefined also for a file that is no text. */
  text(request: BlobRequest): string | undefined {
    const file = this.file(request);
    return file?.kind === "text" ? file.text : undefined;
  }
}
