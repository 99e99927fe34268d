// The input of a gRPC server, in the same shape as goplugin's: the two folders do not know each other, and the composition root passes the
// services of this one to the other.

/** A service by its full name, its methods by name. */
export interface GrpcService {
  readonly name: string;
  readonly methods: Readonly<Record<string, GrpcMethod>>;
}

export type GrpcMethod = UnaryMethod | ServerStreamMethod;

/** One encoded message in, one out. Rejects if the call has to fail. */
export interface UnaryMethod {
  readonly kind: "unary";
  handle(request: Uint8Array): Promise<Uint8Array>;
}

/** One encoded message in, any number out. Throws if the call has to fail. */
export interface ServerStreamMethod {
  readonly kind: "server-stream";
  /** `signal` aborts when the caller has gone. */
  handle(request: Uint8Array, call: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>;
}
