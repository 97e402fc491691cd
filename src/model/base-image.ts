/** What is known of an image from its name and tag alone. */
export interface BaseImage {
  /**
   * How much the image carries. `minimal`: nothing but what a static binary needs (distroless static, chiselled). `runtime`:
   * an interpreter, JRE or other run-time environment. `slim`: a distribution trimmed for containers. `service`: ready
   * software such as nginx or postgres. `distribution`: a general distribution. `language`: a full language image with
   * compilers and headers (node, python). `toolchain`: an SDK or compiler (golang, rust, maven). `unknown`: not in our data.
   */
  readonly kind: "minimal" | "runtime" | "slim" | "service" | "distribution" | "language" | "toolchain" | "unknown";
  /** C library, which decides what runs there. `none`: no dynamic loader at all. */
  readonly libc: "glibc" | "musl" | "none" | "unknown";
  /** Distribution that the image is made from, where known: `debian`, `ubuntu`, `alpine`, `fedora`, `ubi`, … */
  readonly distribution: string | undefined;
  /** Release of that distribution, for example `12`, `24.04`, `3.20`. */
  readonly release: string | undefined;
  /** User that the image sets; `root` where it sets none; undefined when not known. */
  readonly user: string | undefined;
  /** Language whose tool chain or runtime is in the image: `go`, `node`, `python`, `java`, `rust`, `dotnet`, `ruby`, `php`, … */
  readonly language: string | undefined;
  /** Version of that language as far as the tag tells, for example `21` or `3.11`. */
  readonly languageVersion: string | undefined;
  /** Whether a shell is there; undefined when not known. */
  readonly shell: boolean | undefined;
}
