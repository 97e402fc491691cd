import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * What a comment of ours says of itself, in a hidden comment at its end, so that a later run finds it again. It is a hint which comment
 * to update and never a proof of anything: GitHub has one author, `github-actions[bot]`, for every workflow of a repository.
 */
export interface Marker {
  /** `finding`: one finding, on its lines. `sticky`: the overview of the pull request. */
  readonly kind: "finding" | "sticky";
  /** Of the workflow that writes the comment, see {@link commentKey}. */
  readonly key: string;
  /** Of the finding; undefined for the overview. */
  readonly fingerprint: string | undefined;
  /** The run that wrote the comment; a later run has a higher one. */
  readonly run: number;
  /** The commit that was judged. */
  readonly head: string;
  /** `settled`: the finding is gone, and the comment says so. */
  readonly state: "open" | "settled";
  /** The overview only: fingerprints that GitHub took no comment on at this commit. To try again would be refused again. */
  readonly refused: readonly string[];
  /** The overview only: digest of what it says, without what differs from run to run, such as the time. */
  readonly matter: string | undefined;
}

/** A marker in a body, whose seal may be broken. */
export interface FoundMarker {
  readonly marker: Marker;
  /** The body without the marker. */
  readonly text: string;
  /** Whether text, marker and pull request are those that were sealed together: nothing was copied or edited. */
  readonly isSealed: boolean;
}

const start = "<!-- stagegate:";
const fingerprint = "[0-9a-f]{16,64}";
const pattern = new RegExp(
  `^<!-- stagegate:1 (finding|sticky) key=([0-9a-f]{16}) finding=(${fingerprint}|none) run=(\\d{1,15}) ` +
    `head=([0-9a-f]{40}|[0-9a-f]{64}) state=(open|settled) refused=(none|${fingerprint}(?:,${fingerprint}){0,99}) ` +
    "matter=([0-9a-f]{16}|none) seal=([0-9a-f]{32}) -->",
);
/** The most that a marker takes. */
export const mostRefused = 100;

/**
 * Names whose comments are whose: jobs, the steps of one job and the legs of a matrix each have their own. The parts are foreign text
 * and may hold anything, so their digest is taken.
 */
export function commentKey(parts: {
  readonly workflow: string;
  readonly job: string;
  /** GITHUB_ACTION, which the runner numbers where a job has the same action twice. */
  readonly step?: string | undefined;
  /** What the step is asked to judge: an action does not learn the leg of a matrix that it runs in. */
  readonly judged?: readonly string[] | undefined;
}): string {
  return digest([parts.workflow, parts.job, parts.step ?? "", ...(parts.judged ?? [])]).slice(0, 16);
}

/**
 * The text with its marker behind it. `pullRequest` names the pull request for good, so that a comment copied from another one does
 * not pass as ours.
 */
export function withMarker(text: string, marker: Marker, pullRequest: string): string {
  const body = comparable(text);
  return `${body}\n\n${fields(marker)} seal=${sealOf(body, marker, pullRequest)} -->`;
}

/** Of what an overview says, for its marker. */
export function matterOf(text: string): string {
  return digest([comparable(text)]).slice(0, 16);
}

/**
 * The marker of a body; undefined where there is none, more than one, or one that we do not write like this. It stands at the end,
 * but a person who edits the comment writes on behind it: the seal is broken then, and the comment still is about its finding.
 */
export function readMarker(body: string, pullRequest: string): FoundMarker | undefined {
  const whole = comparable(body);
  const at = whole.lastIndexOf(start);
  if (at === -1 || whole.indexOf(start) !== at) return undefined;
  const match = pattern.exec(whole.slice(at));
  if (!match) return undefined;
  const [marked, kind, key = "", finding, run, head = "", state, refused, matter, seal] = match;
  const isFinding = kind === "finding";
  if (isFinding === (finding === "none")) return undefined;
  const marker: Marker = {
    kind: isFinding ? "finding" : "sticky",
    key,
    fingerprint: isFinding ? finding : undefined,
    run: Number(run),
    head,
    state: state === "settled" ? "settled" : "open",
    refused: refused === undefined || refused === "none" ? [] : refused.split(","),
    matter: matter === "none" ? undefined : matter,
  };
  const text = comparable(whole.slice(0, at) + whole.slice(at + marked.length));
  return { marker, text, isSealed: seal === sealOf(text, marker, pullRequest) };
}

/** Text as it is compared: GitHub and editors in browsers change line ends and blanks around a text. */
export function comparable(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}

function fields({ kind, key, fingerprint, run, head, state, refused, matter }: Marker): string {
  const list = refused.length === 0 ? "none" : refused.slice(0, mostRefused).join(",");
  const own = `${kind} key=${key} finding=${fingerprint ?? "none"} run=${run} head=${head} state=${state}`;
  return `${start}1 ${own} refused=${list} matter=${matter ?? "none"}`;
}

/** No key is in it, for a job has none that the next run would know: it tells copies and edits, not a forger who knows this file. */
function sealOf(text: string, marker: Marker, pullRequest: string): string {
  return digest([pullRequest, fields(marker), text]).slice(0, 32);
}

function digest(parts: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))));
}
