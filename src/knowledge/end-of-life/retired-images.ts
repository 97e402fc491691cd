/** An image whose publisher gave it up: whatever its tag, nothing new comes under that name. */
export interface RetiredImage {
  /** As `imageName` gives it; one that ends in `*` stands for all that begin so. */
  readonly name: string;
  /** ISO date. */
  readonly lastDay: string;
  readonly source: string;
  /** Where the publisher sends people; undefined where to nowhere. */
  readonly instead: string | undefined;
  /** A word in tags that are still made. */
  readonly except?: string;
}

export const retiredImages: readonly RetiredImage[] = [
  {
    name: "openjdk",
    lastDay: "2022-07-31",
    source: "https://hub.docker.com/_/openjdk",
    instead: "eclipse-temurin",
    // Early access builds of coming releases.
    except: "ea",
  },
  {
    name: "adoptopenjdk",
    lastDay: "2021-08-31",
    source: "https://hub.docker.com/_/adoptopenjdk",
    instead: "eclipse-temurin",
  },
  {
    name: "adoptopenjdk/*",
    lastDay: "2021-08-31",
    source: "https://blog.adoptopenjdk.net/2021/08/goodbye-adoptopenjdk-hello-adoptium/",
    instead: "eclipse-temurin",
  },
  {
    name: "circleci/*",
    lastDay: "2021-12-31",
    source: "https://circleci.com/docs/next-gen-migration-guide/",
    instead: "the image of that name under cimg/",
  },
  {
    name: "bitnamilegacy/*",
    lastDay: "2025-08-28",
    source: "https://github.com/bitnami/containers/issues/83267",
    instead: undefined,
  },
  {
    name: "k8s.gcr.io/*",
    lastDay: "2023-04-03",
    source: "https://kubernetes.io/blog/2023/03/10/image-registry-redirect/",
    instead: "the image of that name under registry.k8s.io/",
  },
];

/** Undefined for an image that is not known to be given up. */
export function retiredImage(name: string, tag: string | undefined): RetiredImage | undefined {
  return retiredImages.find((retired) => {
    const matches = retired.name.endsWith("*") ? name.startsWith(retired.name.slice(0, -1)) : name === retired.name;
    return matches && !(retired.except !== undefined && tag?.split("-").includes(retired.except));
  });
}
