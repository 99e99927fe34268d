import type { Agent, buildConnector, Dispatcher } from "undici";
import type * as undici from "./undici-agent";
import { proxyAuthorization } from "./proxy-choice";
import { proxyRefusal } from "./proxy-refusal";

type Undici = typeof undici;

/** The part of undici's dispatchers that is used. */
export type Sender = Pick<Dispatcher, "dispatch"> & { destroy(): Promise<void> };

/** Settings of connections, to the service and to a proxy alike. */
interface SenderSettings {
  /** Loaded with the first request. */
  readonly undici: Undici;
  readonly connect: buildConnector.BuildOptions;
  readonly options: Pick<Agent.Options, "pipelining" | "headersTimeout" | "bodyTimeout">;
}

/**
 * Sends requests through a proxy. `tunnels`: by CONNECT. Without it the proxy gets each request whole, with the URL instead of the path, as
 * curl sends it: most proxies tunnel only to port 443.
 */
export function createProxyDispatcher(proxy: string, tunnels: boolean, settings: SenderSettings): Sender {
  return tunnels ? createTunnels(proxy, settings) : createForwarder(new URL(proxy), settings);
}

/** undici would name the host behind the proxy, or an address, to the proxy's TLS: the name is always that of the connection's own URL. */
function connectorTo({ undici, connect }: SenderSettings): buildConnector.connector {
  const connector = undici.createConnector(connect);
  return (options, callback) => connector({ ...options, servername: undefined as never }, callback);
}

function createTunnels(proxy: string, settings: SenderSettings): Sender {
  const { undici, connect, options } = settings;
  const token = proxyAuthorization(proxy);
  return new undici.ProxyAgent({
    ...options,
    uri: proxy,
    requestTls: connect,
    ...(token !== undefined && { token }),
    clientFactory: (origin) => {
      const pool = new undici.Pool(origin, { connect: connectorTo(settings) });
      const ask = pool.connect.bind(pool);
      // undici tells only the status of a refusal. As curl does, each 2xx counts as a tunnel.
      const judged = async (params: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
        const answer = await ask(params);
        if (answer.statusCode >= 200 && answer.statusCode <= 299) return { ...answer, statusCode: 200 };
        answer.socket.on("error", () => undefined).destroy();
        throw proxyRefusal(answer.statusCode, answer.headers, token !== undefined);
      };
      return Object.assign(pool, { connect: judged });
    },
  });
}

function createForwarder(proxy: URL, settings: SenderSettings): Sender {
  const agent = new settings.undici.Agent({ ...settings.options, connect: connectorTo(settings) });
  const authorization = proxyAuthorization(proxy.href);
  const added = authorization === undefined ? {} : { "proxy-authorization": authorization };
  return {
    dispatch: (request, handler) => {
      const target = new URL(String(request.origin));
      const headers = { host: target.host, ...(request.headers as Record<string, string>), ...added };
      const path = `${target.origin}${request.path}`;
      // Not in undici's types: the constant name keeps it from renewing the connection for each target.
      const servername = { servername: proxy.hostname };
      const judged = new JudgedByProxy(handler, authorization !== undefined);
      return agent.dispatch({ ...request, ...servername, origin: proxy.origin, path, headers }, judged);
    },
    destroy: () => agent.destroy(),
  };
}

/** Hands an exchange on, and ends it if the proxy wants a password: it has not passed the request on. */
class JudgedByProxy implements Dispatcher.DispatchHandler {
  constructor(
    private readonly handler: Dispatcher.DispatchHandler,
    private readonly sendsPassword: boolean,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.handler.onRequestStart?.(controller, context);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusMessage?: string,
  ): void {
    if (status === 407) controller.abort(proxyRefusal(status, headers, this.sendsPassword));
    else this.handler.onResponseStart?.(controller, status, headers, statusMessage);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: Record<string, string | string[]>): void {
    this.handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.handler.onResponseError?.(controller, error);
  }
}
