import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import { endWith, isGrpc, runCall } from "./grpc-call";
import type { GrpcMethod, GrpcService } from "./grpc-service";
import { GrpcCode, GrpcError, statusOf } from "./grpc-status";
import type { Log } from "./log";

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

/**
 * Answers gRPC on an HTTP/2 server. `services` is called at the first request, so that whatever it loads is not loaded
 * before the server listens. No request, however broken, ends the process.
 */
export function attachGrpc(server: Http2Server, services: () => readonly GrpcService[], log: Log): GrpcServer {
  const sessions = trackSessions(server, log);
  const findMethod = methodFinder(services);
  const running = new Set<Promise<void>>();

  server.on("stream", (stream, headers) => {
    const answering = answer(stream, headers, findMethod, log);
    if (!answering.isUnary) return;
    running.add(answering.done);
    void answering.done.then(() => running.delete(answering.done));
  });

  return {
    onConnect: (listener) => void server.on("session", listener),
    onIdle: (listener) => void sessions.idleListeners.push(listener),
    drain: (timeoutMs) => settled(running, timeoutMs),
    disconnect: () => sessions.open.forEach((session) => session.destroy()),
  };
}

interface Answering {
  readonly isUnary: boolean;
  /** When the stream is closed and so nothing of the call is left. Never rejects. */
  readonly done: Promise<void>;
}

function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  findMethod: (path: string) => GrpcMethod,
  log: Log,
): Answering {
  const path = headers[":path"] ?? "";
  const cancellation = new AbortController();
  stream.on("error", (error) => log("debug", "stream failed", { path, error: error.message }));
  const closed = new Promise<void>((resolve) => stream.once("close", resolve));
  if (!isGrpc(headers)) {
    stream.respond({ ":status": headers[":method"] === "POST" ? 415 : 405 }, { endStream: true });
    stream.resume();
    return { isUnary: false, done: closed };
  }
  const fail = (error: unknown): void => {
    const status = statusOf(error);
    if (!stream.destroyed) log("error", "call failed", { path, code: status.code, error: describe(error) });
    endWith(stream, status);
  };
  try {
    const method = findMethod(path);
    stream.once("close", () => cancellation.abort());
    const ended = runCall(stream, method, { signal: cancellation.signal }).catch(fail);
    return { isUnary: method.kind === "unary", done: Promise.all([ended, closed]).then(() => undefined) };
  } catch (error) {
    fail(error);
    return { isUnary: false, done: closed };
  }
}

/** For the log only: the stack says where a bug is, which the caller has no use for. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function methodFinder(services: () => readonly GrpcService[]): (path: string) => GrpcMethod {
  let methods: ReadonlyMap<string, GrpcMethod> | undefined;
  return (path) => {
    methods ??= methodsByPath(services());
    const method = methods.get(path);
    if (method === undefined) throw new GrpcError(GrpcCode.unimplemented, `Method ${path} is not implemented.`);
    return method;
  };
}

function methodsByPath(services: readonly GrpcService[]): ReadonlyMap<string, GrpcMethod> {
  return new Map(
    services.flatMap(({ name, methods }) =>
      Object.entries(methods).map(([method, implementation]) => [`/${name}/${method}`, implementation] as const),
    ),
  );
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
