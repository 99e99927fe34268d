import type { Agent, EnvHttpProxyAgent } from "undici";

/** Proxies as the environment names them; empty: none. A proxy's URL may hold a password: keep it out of texts. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Hosts that are reached directly, separated by commas; `*` means all. */
  readonly noProxy: string;
}

export interface ConnectionSettings {
  /** PEM text that replaces the system's certificate authorities. */
  readonly caPem: string | undefined;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly proxy: ProxySettings;
  /** Milliseconds to open one connection, TLS included. */
  readonly connectTimeoutMs: number;
}

/** Where requests are dispatched: reads share kept-alive connections, every POST gets one of its own. */
export interface Dispatchers {
  readonly keptAlive: Agent | EnvHttpProxyAgent;
  readonly fresh: Agent | EnvHttpProxyAgent;
}

/**
 * Loads undici, which a plan without calls need not pay for, and creates the dispatchers.
 * A POST on a kept-alive connection could meet the server's idle close, and then nobody knows whether it was read; so POSTs
 * never reuse a connection (`pipelining: 0` sends `connection: close`).
 */
export async function createDispatchers(settings: ConnectionSettings): Promise<Dispatchers> {
  const { EnvHttpProxyAgent } = await import("./undici-agent.js");
  const tls = {
    rejectUnauthorized: !settings.insecure,
    timeout: settings.connectTimeoutMs,
    ...(settings.caPem === undefined ? {} : { ca: settings.caPem }),
  };
  const create = (pipelining: number): EnvHttpProxyAgent =>
    new EnvHttpProxyAgent({
      ...settings.proxy,
      pipelining,
      connect: tls,
      requestTls: tls,
      proxyTls: tls,
      // The transport times the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  return { keptAlive: create(1), fresh: create(0) };
}
