import type { ImageReference } from "../../model/image-reference.ts";

/** Docker Hub's owners that hold the official images of one processor: `arm64v8/alpine` is `alpine`. */
const processorOwners = new Set([
  "amd64",
  "arm32v5",
  "arm32v6",
  "arm32v7",
  "arm64v8",
  "i386",
  "mips64le",
  "ppc64le",
  "riscv64",
  "s390x",
  "winamd64",
  "windows-amd64",
]);

/** Repositories that publish the same image under another name. Red Hat's registries are in `redHatPath`. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["public.ecr.aws/amazonlinux/amazonlinux", "amazonlinux"],
  ["public.ecr.aws/amazoncorretto/amazoncorretto", "amazoncorretto"],
  ["public.ecr.aws/debian/debian", "debian"],
  ["public.ecr.aws/ubuntu/ubuntu", "ubuntu"],
  ["public.ecr.aws/nginx/nginx", "nginx"],
  ["public.ecr.aws/nginx/nginx-unprivileged", "nginxinc/nginx-unprivileged"],
  ["quay.io/nginx/nginx-unprivileged", "nginxinc/nginx-unprivileged"],
  ["ghcr.io/nginxinc/nginx-unprivileged", "nginxinc/nginx-unprivileged"],
  ["ubuntu.azurecr.io/ubuntu", "ubuntu"],
  ["quay.io/fedora/fedora", "fedora"],
  ["registry.fedoraproject.org/fedora", "fedora"],
  ["quay.io/fedora/fedora-minimal", "fedora-minimal"],
  ["registry.fedoraproject.org/fedora-minimal", "fedora-minimal"],
  ["quay.io/centos/centos", "centos"],
  ["quay.io/rockylinux/rockylinux", "rockylinux"],
  ["rockylinux/rockylinux", "rockylinux"],
  ["quay.io/almalinuxorg/almalinux", "almalinux"],
  ["ghcr.io/almalinux/almalinux", "almalinux"],
  ["ghcr.io/oracle/oraclelinux", "oraclelinux"],
  ["container-registry.oracle.com/os/oraclelinux", "oraclelinux"],
  ["nvcr.io/nvidia/cuda", "nvidia/cuda"],
  ["registry.gitlab.com/nvidia/container-images/cuda", "nvidia/cuda"],
  ["ghcr.io/denoland/deno", "denoland/deno"],
  ["ghcr.io/oven-sh/bun", "oven/bun"],
  ["ghcr.io/dunglas/frankenphp", "dunglas/frankenphp"],
  ["ghcr.io/catthehacker/ubuntu", "catthehacker/ubuntu"],
  ["docker.elastic.co/elasticsearch/elasticsearch", "elasticsearch"],
  ["docker.elastic.co/kibana/kibana", "kibana"],
  ["docker.elastic.co/logstash/logstash", "logstash"],
  ["gliderlabs/alpine", "alpine"],
]);

const redHatRegistries = new Set(["registry.access.redhat.com", "registry.redhat.io"]);

/**
 * The name by which the table knows an image: official images by their bare name (`golang`), Docker Hub's others with
 * their owner (`bitnami/redis`), all others with the registry. Mirrors, proxies and the repositories of one processor
 * lead to the image that they hold.
 */
export function imageName(image: ImageReference): string {
  const { registry, repository } = image;
  const parts = repository.split("/");
  const last = parts.at(-1) ?? repository;
  // A pull-through proxy keeps Docker Hub's path, so that official images end in `library/<name>` everywhere.
  if (parts.at(-2) === "library") return /^ubi\d/.test(last) ? `redhat/${last}` : (otherNames.get(last) ?? last);
  if (redHatRegistries.has(registry)) return `redhat/${repository}`;
  // A public mirror of Docker Hub.
  const isHub = registry === "docker.io" || registry === "mirror.gcr.io" || registry === "registry-1.docker.io";
  const name = isHub ? repository : `${registry}/${repository}`;
  const other = otherNames.get(name);
  if (other) return other;
  if (isHub && parts.length === 2 && processorOwners.has(parts[0] ?? "")) return last;
  // `ubi9/ubi-minimal` without a registry is how Red Hat's own tools write it.
  if (isHub && /^(?:ubi|rhel)\d+$/.test(parts[0] ?? "")) return `redhat/${repository}`;
  if (registry === "public.ecr.aws" && parts[0] === "bitnami") return repository;
  if (registry === "gcr.io" && parts[0] === "distroless") return repository;
  if (registry === "cgr.dev") return `chainguard/${last}`;
  return name;
}
