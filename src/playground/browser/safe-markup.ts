interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string; createScriptURL(text: string): string },
  ): { createHTML(text: string): string; createScriptURL(text: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
/** The page's security policy takes markup and addresses of scripts from here alone. */
const policy = trustedTypes?.createPolicy("stagegate", { createHTML: (text) => text, createScriptURL: (text) => text });

/** Shows markup that the core has made and escaped; nothing else may come here. */
export function showMarkup(place: Element, markup: string): void {
  place.innerHTML = policy?.createHTML(markup) ?? markup;
}

/** A worker that runs the bundle itself. @throws DOMException where the browser allows none, as for a page opened from a disk. */
export function startWorker(bundle: string): Worker {
  return new Worker(policy?.createScriptURL(bundle) ?? bundle);
}
