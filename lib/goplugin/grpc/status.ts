/** Status codes of gRPC that this server answers (grpc/doc/statuscodes.md). */
export const GrpcCode = {
  ok: 0,
  deadlineExceeded: 4,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;
/** A status code of gRPC. */
export type GrpcCode = (typeof GrpcCode)[keyof typeof GrpcCode];

/** The end of a call. A successful call has no message. */
export interface GrpcStatus {
  readonly code: GrpcCode;
  readonly message: string;
}

/** The error that ends a call with another status than INTERNAL, the status of all other errors. */
export class GrpcError extends Error {
  override readonly name = "GrpcError";
  readonly code: GrpcCode;

  constructor(code: GrpcCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The status of a call that ends with an error: the error's message, never its stack. Pure. */
export function statusOf(error: unknown): GrpcStatus {
  if (error instanceof GrpcError) return { code: error.code, message: error.message };
  return { code: GrpcCode.internal, message: error instanceof Error ? error.message : String(error) };
}

/**
 * A header block beyond 64 kB ends the whole HTTP/2 session, with every other call on it; proxies and clients may refuse less. Longer texts
 * go to the log.
 */
const maxMessageBytes = 8_000;
const cutMark = " [cut]";

/** The trailers of a status, with its message cut to the size of a header. Pure. */
export function statusTrailers(status: GrpcStatus): Record<string, string> {
  const trailers: Record<string, string> = { "grpc-status": String(status.code) };
  if (status.message !== "") trailers["grpc-message"] = percentEncode(status.message);
  return trailers;
}

/**
 * A message for a header, which keeps only printable ASCII; other UTF-8 bytes and `%` become `%XX` (gRPC over HTTP/2). The cut is between
 * characters, so that the rest can be decoded.
 */
function percentEncode(message: string): string {
  let encoded = "";
  for (const character of message) {
    const next = percentEncodeOne(character);
    if (encoded.length + next.length > maxMessageBytes) return encoded + cutMark;
    encoded += next;
  }
  return encoded;
}

function percentEncodeOne(character: string): string {
  if (character >= " " && character <= "~" && character !== "%") return character;
  return Array.from(
    Buffer.from(character, "utf8"),
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  ).join("");
}
