import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import { endWith, endWithHttpStatus, isGrpc, runCall, timeoutMsOf } from "./call";
import type { GrpcMethod, MethodTable } from "./service";
import { GrpcCode, GrpcError, statusOf } from "./status";
import type { Log } from "../log";

/** The sessions and calls of one HTTP/2 server, for the code that ends the process. */
export interface GrpcServer {
  /** Calls `listener` each time a session opens. */
  onConnect(listener: () => void): void;
  /** Calls `listener` each time the last open session closes. */
  onIdle(listener: () => void): void;
  /** Resolves once no unary call or server stream is running, or after `timeoutMs`. Streams that the peer holds open do not count. */
  drain(timeoutMs: number): Promise<void>;
  /** Resolves once every peer has received all sent bytes or has gone, or after `timeoutMs`. */
  flush(timeoutMs: number): Promise<void>;
  /** Cancels every running call: its caller has gone, although its connection has not been seen to close. */
  cancel(): void;
  /** Drops every session at once, with its running calls. */
  disconnect(): void;
}

/** Answers gRPC on an HTTP/2 server. Even a broken request does not end the process. */
export function attachGrpc(server: Http2Server, findMethod: MethodTable["find"], log: Log): GrpcServer {
  const sessions = trackSessions(server, log);
  const running = new Set<Promise<void>>();
  // Not one signal for all: Node.js would report more than ten listeners as a leak on stderr.
  const cancellations = new Set<AbortController>();

  server.on("stream", (stream, headers) => {
    const answering = answer(stream, headers, findMethod, { log, cancellations });
    running.add(answering);
    void answering.then(() => running.delete(answering));
  });

  return {
    onConnect: (listener) => void server.on("session", listener),
    onIdle: (listener) => void sessions.idleListeners.push(listener),
    drain: (timeoutMs) => allOrTimeout([...running], timeoutMs),
    flush: (timeoutMs) => allOrTimeout(Array.from(sessions.open, acknowledged), timeoutMs),
    cancel: () => cancellations.forEach((each) => each.abort()),
    disconnect: () => sessions.open.forEach((session) => session.destroy()),
  };
}

/** Resolves once the call needs no more waiting. Never rejects. */
async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  findMethod: MethodTable["find"],
  { log, cancellations }: { readonly log: Log; readonly cancellations: Set<AbortController> },
): Promise<void> {
  const path = headers[":path"] ?? "";
  stream.on("error", (error) => log("debug", "stream failed", { path, error: error.message }));
  const closed = new Promise<void>((resolve) => stream.once("close", resolve));
  if (!isGrpc(headers)) {
    endWithHttpStatus(stream, headers[":method"] === "POST" ? 415 : 405);
    return;
  }

  const cancellation = new AbortController();
  cancellations.add(cancellation);
  stream.once("close", () => {
    cancellations.delete(cancellation);
    cancellation.abort();
  });
  const fail = (error: unknown): void => {
    const status = statusOf(error);
    if (!stream.destroyed) log("error", "call failed", { path, code: status.code, error: describe(error) });
    endWith(stream, status);
  };
  try {
    const method = await findMethod(path);
    const ended = run({ stream, headers, cancellation, fail }, method);
    // The peer decides how long streams stay open.
    if (method.kind === "stream") return;
    await ended;
  } catch (error) {
    fail(error);
  }
  // The answer has gone out only then.
  await closed;
}

interface Running {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly cancellation: AbortController;
  readonly fail: (error: unknown) => void;
}

/** Runs a method to its end, or passes its error to `fail`. Never rejects. */
async function run({ stream, headers, cancellation, fail }: Running, method: GrpcMethod): Promise<void> {
  // The call is answered at once, even if the method ignores its signal: the caller waits no longer.
  const stopTimer = limitTime(method, headers, () => {
    fail(new GrpcError(GrpcCode.deadlineExceeded, "The call took longer than its caller waits."));
    cancellation.abort();
  });
  await runCall(stream, method, { signal: cancellation.signal }).catch(fail).finally(stopTimer);
}

/** Calls `onTimeout` once a unary call takes longer than its caller waits. Returns a function that ends the timer. */
function limitTime(method: GrpcMethod, headers: IncomingHttpHeaders, onTimeout: () => void): () => void {
  const timeoutMs = method.kind === "unary" ? timeoutMsOf(headers) : undefined;
  if (timeoutMs === undefined) return () => undefined;
  const timer = setTimeout(onTimeout, timeoutMs);
  return () => clearTimeout(timer);
}

/** The description of an error for the log. Its stack shows the place of a bug, which the caller does not need. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function trackSessions(
  server: Http2Server,
  log: Log,
): { readonly open: ReadonlySet<ServerHttp2Session>; readonly idleListeners: (() => void)[] } {
  const open = new Set<ServerHttp2Session>();
  const idleListeners: (() => void)[] = [];
  server.on("session", (session) => {
    open.add(session);
    session.once("close", () => {
      open.delete(session);
      if (open.size === 0) idleListeners.forEach((listener) => listener());
    });
  });
  server.on("sessionError", (error: Error) => log("debug", "session failed", { error: error.message }));
  return { open, idleListeners };
}

/**
 * Resolves once the peer has answered a ping, and so has received all earlier bytes, or has gone. A closed stream shows only that the
 * socket has its last frame; the socket's buffer is lost with the session.
 */
function acknowledged(session: ServerHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    session.once("close", resolve);
    if (session.destroyed || !session.ping(() => resolve())) resolve();
  });
}

/** Resolves once all promises have resolved, or after `timeoutMs`. */
function allOrTimeout(promises: readonly Promise<void>[], timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    void Promise.all(promises).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
