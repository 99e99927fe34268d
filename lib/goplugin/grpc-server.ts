import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import { endWith, endWithHttpStatus, isGrpc, runCall } from "./grpc-call";
import { statusOf } from "./grpc-status";
import type { Log } from "./log";
import type { MethodTable } from "./method-table";

export interface GrpcServer {
  /** Calls `listener` each time a session has been opened. */
  onConnect(listener: () => void): void;
  /** Calls `listener` each time the last open session has closed. */
  onIdle(listener: () => void): void;
  /** Resolves when no unary call is running, or after `timeoutMs`. Streams are held open by the peer and do not count. */
  drain(timeoutMs: number): Promise<void>;
  /** Drops every session at once, with whatever runs on it. */
  disconnect(): void;
}

/** Answers gRPC on an HTTP/2 server. No request, however broken, ends the process. */
export function attachGrpc(server: Http2Server, findMethod: MethodTable["find"], log: Log): GrpcServer {
  const sessions = trackSessions(server, log);
  const running = new Set<Promise<void>>();

  server.on("stream", (stream, headers) => {
    const answering = answer(stream, headers, findMethod, log);
    running.add(answering);
    void answering.then(() => running.delete(answering));
  });

  return {
    onConnect: (listener) => void server.on("session", listener),
    onIdle: (listener) => void sessions.idleListeners.push(listener),
    drain: (timeoutMs) => settled(running, timeoutMs),
    disconnect: () => sessions.open.forEach((session) => session.destroy()),
  };
}

/** Resolves when nothing of the call is left that is worth waiting for. Never rejects. */
async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  findMethod: MethodTable["find"],
  log: Log,
): Promise<void> {
  const path = headers[":path"] ?? "";
  const cancellation = new AbortController();
  stream.on("error", (error) => log("debug", "stream failed", { path, error: error.message }));
  const closed = new Promise<void>((resolve) => stream.once("close", resolve));
  stream.once("close", () => cancellation.abort());
  if (!isGrpc(headers)) {
    endWithHttpStatus(stream, headers[":method"] === "POST" ? 415 : 405);
    return;
  }

  const fail = (error: unknown): void => {
    const status = statusOf(error);
    if (!stream.destroyed) log("error", "call failed", { path, code: status.code, error: describe(error) });
    endWith(stream, status);
  };
  try {
    const method = await findMethod(path);
    const ended = runCall(stream, method, { signal: cancellation.signal }).catch(fail);
    // The peer holds streams open for as long as it likes.
    if (method.kind === "stream") return;
    await ended;
  } catch (error) {
    fail(error);
  }
  // Only then has the answer gone out.
  await closed;
}

/** For the log only: the stack says where a bug is, which the caller has no use for. */
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

function settled(running: ReadonlySet<Promise<void>>, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    void Promise.all(running).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
