/**
 * A gRPC service in bytes: messages go in and out encoded, so that this folder needs to know none of them. Whoever has
 * the messages hands over objects of this shape.
 */
export interface GrpcService {
  /** Full name, such as `package.Service`. */
  readonly name: string;
  /** By method name. A method that is missing here is answered UNIMPLEMENTED. */
  readonly methods: Readonly<Record<string, GrpcMethod>>;
}

/** What answers the calls of one method. */
export type GrpcMethod = UnaryMethod | ServerStreamMethod | StreamMethod;

/** One message in, one message out. Whatever it throws becomes a status; only its message is sent, never its stack. */
interface UnaryMethod {
  readonly kind: "unary";
  handle(request: Uint8Array, call: GrpcCall): Promise<Uint8Array>;
}

/**
 * One message in, any number of messages out. The call ends with OK when the iterable ends. It is work, as a unary call is: a
 * process does not end before it, and it is carried through when the caller has gone.
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

/** What a method is given beside the messages. */
export interface GrpcCall {
  /** Aborts when the caller has gone, has cancelled or waits no longer; the answer is then of no use to anybody. */
  readonly signal: AbortSignal;
}
