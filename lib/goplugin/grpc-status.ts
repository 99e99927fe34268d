/** Status codes of gRPC that are answered here (grpc/doc/statuscodes.md). */
export const GrpcCode = {
  ok: 0,
  deadlineExceeded: 4,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;
/** One of them. */
export type GrpcCode = (typeof GrpcCode)[keyof typeof GrpcCode];

/** How a call ends. A call that ended well has no message. */
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

/**
 * A header block beyond 64 kB ends the whole HTTP/2 session, with every other call on it; proxies and clients may stop
 * earlier. What is longer is for the log.
 */
const MAX_MESSAGE_BYTES = 8_000;
const CUT_MARK = " [cut]";

/** The trailers that carry a status, its message cut to what a header may hold. Pure. */
export function statusTrailers(status: GrpcStatus): Record<string, string> {
  const trailers: Record<string, string> = { "grpc-status": String(status.code) };
  if (status.message !== "") trailers["grpc-message"] = percentEncode(status.message);
  return trailers;
}

/**
 * A header keeps printable ASCII only; the rest of the UTF-8 bytes, and `%`, travel as `%XX` (gRPC over HTTP/2). The cut
 * is made between characters, so that what remains can be decoded.
 */
function percentEncode(message: string): string {
  let encoded = "";
  for (const character of message) {
    const next = percentEncodeOne(character);
    if (encoded.length + next.length > MAX_MESSAGE_BYTES) return encoded + CUT_MARK;
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
