import type { Change } from "../model/change.ts";
import { filesLeftAlone } from "../model/change.ts";
import type { CacheFacts, FactValue } from "../model/repository-facts.ts";
import { readRepositoryFacts } from "../repository/read-repository.ts";

/** Values of `--cache-from` and `--cache-to` that may be handed to Docker. */
export interface PlannedCaches {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What decides which caches a build may use. */
export interface CacheTrust {
  /** `build.cache` of the policy. */
  readonly policy: "off" | "read" | "write" | undefined;
  /**
   * Whose code is built: `merged` is on the default branch, `proposed` is a pull request, a merge group or another branch, `fork` is
   * somebody else's, `local` is what a person has in front of them.
   */
  readonly code: "merged" | "proposed" | "fork" | "local";
  /** Name of the event; empty on the command line. */
  readonly event: string;
  /** Caches that the base of the change names too; undefined where the code is compared with nothing. */
  readonly known: ReadonlySet<string> | undefined;
}

/** For where nobody says anything of caches. */
export const noCacheUse: CacheTrust = { policy: "off", code: "local", event: "", known: undefined };

interface Cache {
  readonly type: "registry" | "gha";
  readonly text: string;
}

/**
 * Attributes that only say where a cache is and how it is packed. Not among them are those that hold credentials, or that send those
 * of the job elsewhere: `url` and `token` of `gha`. https://docs.docker.com/build/cache/backends/
 */
const attributes: Readonly<Record<Cache["type"], ReadonlySet<string>>> = {
  registry: new Set(
    "ref mode image-manifest oci-mediatypes compression compression-level force-compression".split(" "),
  ),
  gha: new Set(["scope", "mode", "timeout"]),
};

/**
 * The caches of a build that it may use. What is read from a cache is believed, and stays in that of the builder: code that is only
 * proposed reads no cache that its base does not name, and code of a fork none that a fork can write. What is written is believed by
 * the next build, of a release for example: only code of the default branch writes, and a pull request to the cache that GitHub keeps
 * apart for it. Only the build that asks for this very stage writes, since it would replace what another stage has there.
 */
export function cachesFor(facts: CacheFacts, isItsOwnStage: boolean, trust: CacheTrust): PlannedCaches {
  if (trust.policy === "off") return { from: [], to: [] };
  const from = facts.from.flatMap(cachesIn).filter((cache) => mayRead(cache, trust));
  const to = isItsOwnStage ? facts.to.flatMap(cachesIn).filter((cache) => mayWrite(cache, trust)) : [];
  return {
    from: textsOf(from),
    // A cache that cannot be written says nothing of the Dockerfile.
    to: textsOf(to).map((text) => `${text},ignore-error=true`),
  };
}

function mayRead({ type, text }: Cache, { code, known }: CacheTrust): boolean {
  if (code === "merged" || code === "local") return true;
  return (known === undefined || known.has(text)) && (code === "proposed" || type === "registry");
}

function mayWrite({ type, text }: Cache, { policy, code, known, event }: CacheTrust): boolean {
  if (code === "merged") return policy !== "read";
  if (code === "local") return policy === "write";
  if (code === "fork" || !(known === undefined || known.has(text))) return false;
  return type === "gha" ? event === "pull_request" && policy !== "read" : policy === "write";
}

/** Caches that the base of a change names; undefined for code that is compared with nothing. */
export function knownCaches({ base, repository }: Change): ReadonlySet<string> | undefined {
  if (base === undefined) return undefined;
  const before = base.repository ?? (repository && filesLeftAlone(repository, base));
  const builds = before ? readRepositoryFacts(before).builds : [];
  const caches = builds.flatMap((build) => [...build.caches.from, ...build.caches.to].flatMap(cachesIn));
  return new Set(caches.map(({ text }) => text));
}

/** What a value names, each in one spelling; nothing for a type or an attribute that is not taken, or for what only the pipeline knows. */
function cachesIn({ text, secrets }: FactValue): Cache[] {
  // Quotes could hide a comma.
  if (text === undefined || secrets.length > 0 || text.length > 1000 || text.includes('"')) return [];
  const parts = text.split(",").map((part) => part.trim());
  if (!text.includes("=")) {
    return parts.filter(isImageReference).map((ref) => ({ type: "registry", text: `type=registry,ref=${ref}` }));
  }
  const given = new Map(parts.map((part) => [part.split("=", 1)[0] ?? "", part.slice(part.indexOf("=") + 1)]));
  const type = given.get("type");
  given.delete("type");
  given.delete("ignore-error");
  if (type !== "registry" && type !== "gha") return [];
  const isTaken = [...given].every(([name, value]) => attributes[type].has(name) && /^[\w./:@+-]{1,300}$/.test(value));
  if (!isTaken || (type === "registry" && !isImageReference(given.get("ref") ?? ""))) return [];
  return [{ type, text: [`type=${type}`, ...[...given].map(([name, value]) => `${name}=${value}`)].join(",") }];
}

function isImageReference(text: string): boolean {
  return /^[A-Za-z0-9][\w./:@-]{0,299}$/.test(text);
}

function textsOf(caches: readonly Cache[]): string[] {
  return [...new Set(caches.map(({ text }) => text))];
}
