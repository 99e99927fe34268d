import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { frameOf, FrameReader } from "./frames";
import type { GrpcCall, GrpcMethod } from "./service";
import { GrpcCode, GrpcError, statusTrailers, type GrpcStatus } from "./status";

const contentType = "application/grpc";
const grpcContentType = /^application\/grpc(?:[+;]|$)/;
const ok: GrpcStatus = { code: GrpcCode.ok, message: "" };

/** Whether a request is gRPC at all; any other gets a plain HTTP status. */
export function isGrpc(headers: IncomingHttpHeaders): boolean {
  return headers[":method"] === "POST" && grpcContentType.test(headers["content-type"] ?? "");
}

/** Runs one method over one HTTP/2 stream: reads, calls, writes, ends with OK. Throws the method's error. */
export async function runCall(stream: ServerHttp2Stream, method: GrpcMethod, call: GrpcCall): Promise<void> {
  const requests = readMessages(stream);
  if (method.kind === "unary") {
    await write(stream, await method.handle(await onlyMessage(requests), call));
  } else {
    const messages =
      method.kind === "stream" ? method.handle(requests, call) : method.handle(await onlyMessage(requests), call);
    for await (const message of messages) await write(stream, message);
  }
  endWith(stream, ok);
}

/**
 * Ends a stream with a status: as trailers after messages, else as the only headers ("trailers-only"), the form of errors before any
 * message.
 */
export function endWith(stream: ServerHttp2Stream, status: GrpcStatus): void {
  if (hasEnded(stream)) return;
  if (stream.headersSent) {
    stream.once("wantTrailers", () => stream.sendTrailers(statusTrailers(status)));
    stream.end();
  } else {
    stream.respond(
      { ":status": constants.HTTP_STATUS_OK, "content-type": contentType, ...statusTrailers(status) },
      { endStream: true },
    );
  }
  // Further input of the peer is read and dropped, so that its half of the stream can end as well.
  stream.resume();
}

/** Whether an answer is no longer possible: the peer has gone, or a status has been sent. */
function hasEnded(stream: ServerHttp2Stream): boolean {
  return stream.destroyed || stream.closed || stream.writableEnded;
}

/** Ends a stream that is not gRPC. */
export function endWithHttpStatus(stream: ServerHttp2Stream, httpStatus: number): void {
  stream.respond({ ":status": httpStatus }, { endStream: true });
  stream.resume();
}

async function* readMessages(stream: ServerHttp2Stream): AsyncGenerator<Uint8Array> {
  const reader = new FrameReader();
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield* reader.push(chunk as Buffer);
  if (!reader.isBetweenMessages) throw new GrpcError(GrpcCode.internal, "The request ended within a message.");
}

async function onlyMessage(requests: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let only: Uint8Array | undefined;
  for await (const message of requests) {
    if (only !== undefined) throw new GrpcError(GrpcCode.internal, "More than one message in a unary request.");
    only = message;
  }
  if (only === undefined) throw new GrpcError(GrpcCode.internal, "No message in a unary request.");
  return only;
}

async function write(stream: ServerHttp2Stream, message: Uint8Array): Promise<void> {
  if (hasEnded(stream)) return;
  if (!stream.headersSent) {
    stream.respond(
      { ":status": constants.HTTP_STATUS_OK, "content-type": contentType },
      // Trailers must be requested here, or the end of the body ends the stream.
      { waitForTrailers: true },
    );
  }
  if (!stream.write(frameOf(message))) await drained(stream);
}

/** Resolves once the peer has taken the written bytes or is gone. */
function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

/** `TimeoutValue TimeoutUnit` of gRPC over HTTP/2: at most eight digits. */
const spelling = /^(\d{1,8})([HMSmun])$/;

const unitsMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** Longest timer, some 24 days; a plugin's process does not live that long. */
const maxTimerMs = 2 ** 31 - 1;

/** How long the caller of a request waits for its answer, in milliseconds; `undefined` if the caller does not say. Pure. */
export function timeoutMsOf(headers: IncomingHttpHeaders): number | undefined {
  const [, amount, unit = ""] = spelling.exec(String(headers["grpc-timeout"] ?? "")) ?? [];
  const unitMs = unitsMs[unit];
  if (unitMs === undefined) return undefined;
  const timeoutMs = Number(amount) * unitMs;
  return timeoutMs > maxTimerMs ? undefined : Math.ceil(timeoutMs);
}
