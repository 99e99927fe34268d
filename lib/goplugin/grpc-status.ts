/** Status codes of gRPC that are answered here (grpc/doc/statuscodes.md). */
export const GrpcCode = {
  ok: 0,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;
export type GrpcCode = (typeof GrpcCode)[keyof typeof GrpcCode];

export interface GrpcStatus {
  readonly code: GrpcCode;
  readonly message: string;
}

/** Ends a call with a status other than INTERNAL, which every other error means. */
export class GrpcError extends Error {
  override readonly name = "GrpcError";
  readonly code: GrpcCode;

  constructor(code: GrpcCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The status that an error ends its call with: its message, never its stack. Pure. */
export function statusOf(error: unknown): GrpcStatus {
  if (error instanceof GrpcError) return { code: error.code, message: error.message };
  return { code: GrpcCode.internal, message: error instanceof Error ? error.message : String(error) };
}

/** The trailers that carry a status. Pure. */
export function statusTrailers(status: GrpcStatus): Record<string, string> {
  const trailers: Record<string, string> = { "grpc-status": String(status.code) };
  if (status.message !== "") trailers["grpc-message"] = percentEncode(status.message);
  return trailers;
}

/** A header keeps printable ASCII only; the rest of the UTF-8 bytes, and `%`, travel as `%XX` (gRPC over HTTP/2). */
function percentEncode(message: string): string {
  let encoded = "";
  for (const byte of Buffer.from(message, "utf8")) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
