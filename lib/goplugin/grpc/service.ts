/**
 * A gRPC service in bytes: messages go in and out encoded, so that this folder need not know them. The owner of the messages supplies
 * objects of this shape.
 */
export interface GrpcService {
  /** Full name, such as `package.Service`. */
  readonly name: string;
  /** Methods by name. A missing one is answered with UNIMPLEMENTED. */
  readonly methods: Readonly<Record<string, GrpcMethod>>;
}

/** The handler for calls of one method. */
export type GrpcMethod = UnaryMethod | ServerStreamMethod | StreamMethod;

/** One message in, one message out. A thrown error becomes a status; only its message is sent, never its stack. */
interface UnaryMethod {
  readonly kind: "unary";
  handle(request: Uint8Array, call: GrpcCall): Promise<Uint8Array>;
}

/**
 * One message in, any number of messages out. The call ends with OK when the iterable ends. Like a unary call it is work: a process does
 * not end before it, and it goes on when the caller has gone.
 */
interface ServerStreamMethod {
  readonly kind: "server-stream";
  handle(request: Uint8Array, call: GrpcCall): AsyncIterable<Uint8Array>;
}

/** Any number of messages each way. The call ends with OK when the iterable ends. */
interface StreamMethod {
  readonly kind: "stream";
  handle(requests: AsyncIterable<Uint8Array>, call: GrpcCall): AsyncIterable<Uint8Array>;
}

/** The context of a method's call. */
export interface GrpcCall {
  /** Aborts when the caller has gone, has cancelled or waits no longer; the answer is then useless. */
  readonly signal: AbortSignal;
}
