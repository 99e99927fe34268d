import tls from "node:tls";
import type { Dispatcher } from "undici";
import { lookUp } from "./own-names";
import { proxyFor, proxySecrets } from "./proxy-choice";
import type { ProxySettings } from "./proxy-choice";

export interface ConnectionSettings {
  /** PEM text that replaces the certificate authorities of Node.js. */
  readonly caPem: string | undefined;
  /** PEM text of authorities that are trusted beside those of Node.js; empty: none. */
  readonly addedCaPem: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly proxy: ProxySettings;
  /** Milliseconds to open one connection, TLS included. */
  readonly connectTimeoutMs: number;
}

/** Milliseconds that one of several addresses of a host gets before the next is tried beside it. */
const perAddressMs = 2_500;

/** Where requests are dispatched: directly or through a proxy, on connections that reads share or on one of their own. */
export interface Dispatchers {
  /** `fresh`: on a connection that nothing else uses. */
  choose(url: URL, fresh: boolean): Dispatcher;
  /** What must not appear in texts about a request to a URL: the password of the proxy that it goes through. */
  secretsFor(url: URL): readonly string[];
  /** Ends all connections, those that are still being opened too. */
  destroy(): Promise<void>;
}

function trusted({ caPem, addedCaPem }: ConnectionSettings): { readonly ca?: string | string[] } {
  if (caPem !== undefined) return { ca: caPem };
  return addedCaPem === "" ? {} : { ca: [...usualAuthorities(), addedCaPem] };
}

/** Those that Node.js trusts by itself, the system's included where it was told so. Older ones tell only of those that it brings along. */
function usualAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: "default") => readonly string[] };
  return getCACertificates?.("default") ?? tls.rootCertificates;
}

/**
 * Loads undici, which a plan without calls need not pay for.
 * A POST on a kept-alive connection could meet the server's idle close, and then nobody knows whether it was read; so POSTs
 * never reuse a connection (`pipelining: 0` sends `connection: close`).
 */
export async function createDispatchers(settings: ConnectionSettings): Promise<Dispatchers> {
  const { Agent, ProxyAgent } = await import("./undici-agent.js");
  const connect = {
    rejectUnauthorized: !settings.insecure,
    timeout: settings.connectTimeoutMs,
    lookup: lookUp,
    // Node.js gives each address 250 ms and then the next one: of a far region, none of them answers so soon.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: perAddressMs,
    ...trusted(settings),
  };
  const create = (proxy: string, fresh: boolean, proxyTunnel: boolean): Dispatcher => {
    // The transport times the whole exchange.
    const options = { pipelining: fresh ? 0 : 1, headersTimeout: 0, bodyTimeout: 0 };
    return proxy === ""
      ? new Agent({ ...options, connect })
      : new ProxyAgent({ ...options, uri: proxy, proxyTunnel, requestTls: connect, proxyTls: connect });
  };
  const created = new Map<string, Dispatcher>();
  return {
    choose: (url, fresh) => {
      const proxy = proxyFor(url, settings.proxy);
      // Proxies tunnel to port 443 alone as a rule: what is not encrypted is handed to them, as curl does.
      const tunnels = url.protocol === "https:";
      const key = `${String(fresh)} ${String(tunnels)} ${proxy}`;
      const dispatcher = created.get(key) ?? create(proxy, fresh, tunnels);
      created.set(key, dispatcher);
      return dispatcher;
    },
    secretsFor: (url) => proxySecrets(proxyFor(url, settings.proxy)),
    destroy: async () => {
      await Promise.all([...created.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}
