import { lookUp } from "./own-names";
import { proxyFor, proxySecrets, type ProxySettings } from "./proxy-choice";
import { createProxyDispatcher, type Sender } from "./proxy-dispatcher";
import { type Trust, trusted } from "./trusted-context";

export interface ConnectionSettings extends Trust {
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly proxy: ProxySettings;
  /** Milliseconds to open one connection, TLS included. */
  readonly connectTimeoutMs: number;
}

/** Milliseconds for one of several addresses of a host before the next is tried as well. */
const perAddressMs = 2_500;

/** Dispatchers of requests: direct or through a proxy, on connections that reads share or on a new one. */
export interface Dispatchers {
  /** `fresh`: on a connection that no other request uses. */
  choose(url: URL, fresh: boolean): Sender;
  /** Secrets that must not appear in texts about a request to a URL: the password of its proxy. */
  secretsFor(url: URL): readonly string[];
  /** Ends all connections, also those that are still being opened. */
  destroy(): Promise<void>;
}

/**
 * Loads undici, so that a plan without calls does not load it. A POST on a kept-alive connection could meet the server's idle close, which
 * leaves its fate unknown; so POSTs never reuse a connection (`pipelining: 0` sends `connection: close`).
 */
export async function createDispatchers(settings: ConnectionSettings): Promise<Dispatchers> {
  const undici = await import("./undici-agent.js");
  const connect = {
    rejectUnauthorized: !settings.insecure,
    timeout: settings.connectTimeoutMs,
    lookup: lookUp,
    // Node.js gives each address 250 ms before it tries the next one. The addresses of a far region do not answer so soon.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: perAddressMs,
    ...trusted(settings),
  };
  const create = (proxy: string, fresh: boolean, tunnels: boolean): Sender => {
    // The transport limits the time of the whole exchange.
    const options = { pipelining: fresh ? 0 : 1, headersTimeout: 0, bodyTimeout: 0 };
    return proxy === ""
      ? new undici.Agent({ ...options, connect })
      : createProxyDispatcher(proxy, tunnels, { undici, options, connect });
  };
  const created = new Map<string, Sender>();
  return {
    choose: (url, fresh) => {
      const proxy = proxyFor(url, settings.proxy);
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
