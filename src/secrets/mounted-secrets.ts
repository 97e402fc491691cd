import { absolutePath } from "../graph/paths.ts";
import { isSecretName, wordsOf } from "../knowledge/secret-names.ts";
import type { Mount } from "../model/dockerfile.ts";
import type { Step } from "../model/graph.ts";

/** A secret that a RUN gets by a mount. */
export interface MountedSecret {
  readonly mount: Mount;
  readonly id: string;
  /** The file that holds it; undefined when it is a variable only. */
  readonly path: string | undefined;
  /** The variable that holds it. */
  readonly variable: string | undefined;
}

/** The secret mounts of a RUN. Source of the default names: BuildKit, dispatchSecret of dockerfile2llb. */
export function mountedSecrets({ instruction }: Step): MountedSecret[] {
  if (instruction.keyword !== "RUN") return [];
  return instruction.mounts
    .filter((mount) => mount.type === "secret")
    .map((mount) => {
      const { target, environment: variable } = mount;
      const id = mount.id ?? mount.source ?? lastSegment(target ?? variable ?? "");
      const file = target ?? (variable === undefined ? `/run/secrets/${lastSegment(id)}` : undefined);
      // runc reads a relative target from the root, not from the working directory.
      return { mount, id, path: file === undefined ? undefined : absolutePath("/", file), variable };
    });
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

const openWords = new Set(
  "ca cacert cacerts cert certs crt certificate certificates user username email host hostname region".split(" "),
);

/** Whether what is mounted is no secret by its name: a certificate, a user, a host. Such things may stay in an image. */
export function isOpenByName({ id, variable }: MountedSecret): boolean {
  const names = [id, ...(variable === undefined ? [] : [variable])];
  if (names.some((name) => /^pub(?:lic)?$/.test(wordsOf(name).at(-1) ?? ""))) return true;
  return (
    names.some((name) => wordsOf(name).some((word) => openWords.has(word))) &&
    names.every((name) => isSecretName(name) === undefined)
  );
}
