/*
 * What a gRPC server has to be given, in the same shape as goplugin's: the two folders do not know each other, and the
 * composition root hands one's services to the other.
 */

export interface GrpcService {
  readonly name: string;
  readonly methods: Readonly<Record<string, UnaryMethod>>;
}

export interface UnaryMethod {
  readonly kind: "unary";
  handle(request: Uint8Array): Promise<Uint8Array>;
}
