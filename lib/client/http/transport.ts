import type { Dispatcher } from "undici";
import { type AnswerLimits, ordinaryAnswer } from "./answer-limits";
import { type ConnectionSettings, createDispatchers, type Dispatchers } from "./dispatchers";
import type { DmsError } from "../dms-error";
import { type Exchanged, type HttpAnswer, type HttpRequest, type Send, withHeaders } from "./http-message";
import { type AnswerGauge, createAnswerGauge } from "./json-gauge";
import { type Loss, transportFailure } from "./transport-failure";

interface TransportSettings extends ConnectionSettings {
  /** Milliseconds for one exchange, from opening the connection to the answer's last byte. */
  readonly requestTimeoutMs: number;
}

interface Transport {
  /** Sends one request, exactly once. Rejects with a `DmsError`: unreachable, lost, interrupted, or unexpected-answer if too big. */
  readonly send: Send;
  /** Waits for the exchanges under way, then ends all connections. Later sends fail with fate `not-sent`. */
  close(): Promise<void>;
}

/** Creates the HTTP transport; undici is loaded with the first request. */
export function createTransport(settings: TransportSettings): Transport {
  let dispatchers: Promise<Dispatchers> | undefined;
  let closed = false;
  const underWay = new Set<Promise<unknown>>();

  const dispatch: Send = async (request, signal) => {
    dispatchers ??= createDispatchers(settings);
    const created = await dispatchers;
    const dispatcher = created.choose(request.url, request.method !== "GET");
    const silent = withHeaders(request, {}, created.secretsFor(request.url));
    return dispatchOnce(dispatcher, silent, settings.requestTimeoutMs, signal);
  };
  return {
    send: async (request, signal) => {
      if (closed)
        throw transportFailure(request, { kind: "broken", started: false, cause: new Error("the client was closed") });
      const exchange = dispatch(request, signal);
      underWay.add(exchange);
      try {
        return await exchange;
      } finally {
        underWay.delete(exchange);
      }
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
      // undici's `close` is not used: it would wait for connections that are still being opened for abandoned requests.
      await (await dispatchers)?.destroy();
    },
  };
}

function dispatchOnce(
  dispatcher: Pick<Dispatcher, "dispatch">,
  request: HttpRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const exchange = new RunningExchange(request, (ending) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      if (ending.kind === "answered") resolve({ request, answer: ending.answer });
      else reject(ending.error);
    });
    const onAbort = (): void => exchange.giveUp((started) => ({ kind: "interrupted", started }));
    const timer = setTimeout(
      () => exchange.giveUp((started) => ({ kind: "timed-out", started, timeoutMs })),
      timeoutMs,
    );
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort);
    const { url, method, headers, body } = request;
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        // Encoded bodies are not read. The header is added here so that it is not signed, because proxies may rewrite it.
        headers: { ...headers, "accept-encoding": "identity" },
        body: body ?? null,
        idempotent: false,
      },
      exchange,
    );
  });
}

type Ending =
  { readonly kind: "answered"; readonly answer: HttpAnswer } | { readonly kind: "failed"; readonly error: DmsError };

/**
 * One request under way, as undici reports on it. `onRequestStart` is called right before the first byte goes to an open
 * connection: a request that fails before it was certainly not sent, one that fails after it may have been. That is true for every error
 * code, so codes are not read.
 */
class RunningExchange implements Dispatcher.DispatchHandler {
  private started = false;
  private ended = false;
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private limits: AnswerLimits = ordinaryAnswer;
  private gauge: AnswerGauge = createAnswerGauge(ordinaryAnswer);

  constructor(
    private readonly request: HttpRequest,
    private readonly end: (ending: Ending) => void,
  ) {}

  /** Ends the exchange now, in any state of the connection; a request that has not started never will. */
  giveUp(describeLoss: (started: boolean) => Loss): void {
    if (this.ended) return;
    const error = transportFailure(this.request, describeLoss(this.started));
    this.finish({ kind: "failed", error });
    this.controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A second start would be a second request: undici may repeat requests that it considers repeatable.
    if (this.ended || this.started) {
      controller.abort(new Error("the exchange has ended"));
      return;
    }
    this.controller = controller;
    this.started = true;
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.status = status;
    // Only a successful listing is long.
    if (status >= 200 && status <= 299) this.limits = this.request.answerLimits ?? ordinaryAnswer;
    this.gauge = createAnswerGauge(this.limits);
    this.headers = {};
    for (const [name, value] of Object.entries(headers)) {
      const first = Array.isArray(value) ? value[0] : value;
      if (first !== undefined) this.headers[name.toLowerCase()] = first;
    }
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    if (this.ended) return;
    const excess = this.gauge.add(chunk);
    if (excess === undefined) this.chunks.push(chunk);
    else this.giveUp(() => ({ kind: "oversized", status: this.status, excess, most: this.limits[excess] }));
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.chunks).toString("utf8");
    this.finish({ kind: "answered", answer: { status: this.status, headers: this.headers, body } });
  }

  onResponseError(_controller: unknown, cause: Error): void {
    this.giveUp((started) => ({ kind: "broken", started, cause }));
  }

  private finish(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    this.end(ending);
  }
}
