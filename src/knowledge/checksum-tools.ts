import type { ShellCommand } from "../model/shell.ts";

/** Programs that are only there to compare what a file holds with what it should hold. */
const checkers: ReadonlySet<string> = new Set(
  `md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum b3sum shasum sha256 sha512 sha256deep rhash
  gpgv gpgv2 minisign signify slsa-verifier rpmkeys keybase debsig-verify`
    .trim()
    .split(/\s+/),
);

/** Programs that check when they are asked to, by one of these words. */
const checkingWords: Readonly<Record<string, RegExp>> = {
  gpg: /^--verify(?:-files)?$|^--decrypt$|^-d$/,
  gpg2: /^--verify(?:-files)?$|^--decrypt$|^-d$/,
  openssl: /^(?:dgst|md5|sha1|sha256|sha384|sha512|cms|smime)$/,
  cosign: /^verify/,
  notation: /^verify$/,
  gh: /^attestation$/,
  rpm: /^(?:-K|--checksig)$/,
  // The installer of Composer is checked by a script of PHP, as its authors tell people to.
  php: /hash_file|hash_equals/,
  python: /hashlib/,
  python3: /hashlib/,
};

/** Whether a command compares a file with a checksum or a signature. */
export function isChecksumCommand({ name, arguments: words }: ShellCommand): boolean {
  if (checkers.has(name)) return true;
  const pattern = Object.hasOwn(checkingWords, name) ? checkingWords[name] : undefined;
  return pattern !== undefined && words.some((word) => pattern.test(word.value ?? word.text));
}
