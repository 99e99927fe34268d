import tls from "node:tls";

/** Authorities that are set. */
export interface Trust {
  /** PEM text that replaces the certificate authorities of Node.js. */
  readonly caPem: string | undefined;
  /** PEM text of authorities that are trusted in addition to those of Node.js; empty: none. */
  readonly addedCaPem: string;
}

const contexts = new Map<string, tls.SecureContext>();

/**
 * The options of TLS with these authorities. Node.js would decode all of them again for each connection, which takes longer than the
 * handshake: the process decodes each set once.
 */
export function trusted({ caPem, addedCaPem }: Trust): { readonly secureContext?: tls.SecureContext } {
  if (caPem === undefined && addedCaPem === "") return {};
  const key = JSON.stringify([caPem, addedCaPem]);
  const secureContext =
    contexts.get(key) ?? tls.createSecureContext({ ca: caPem ?? [...usualAuthorities(), addedCaPem] });
  contexts.set(key, secureContext);
  return { secureContext };
}

/**
 * The authorities that Node.js trusts by itself, with the system's if it is configured so. Older versions of Node.js list only their own.
 */
function usualAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: "default") => readonly string[] };
  return getCACertificates?.("default") ?? tls.rootCertificates;
}
