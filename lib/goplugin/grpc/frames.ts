import { GrpcCode, GrpcError } from "./status";

/** A message on the wire: one flag byte, four bytes of length, the message. */
const headerBytes = 5;

/** Longest message, far above any state of Terraform; only a broken peer announces more. */
const maxMessageBytes = 1 << 30;

/** An outgoing message, uncompressed. Pure. */
export function frameOf(message: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** Divides a byte stream of any chunks into messages. Chunks are joined once per message, so a message of many megabytes costs one copy. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private bufferedBytes = 0;
  private neededBytes = headerBytes;
  private inMessage = false;

  /** The messages that this chunk completes, in order. Throws GrpcError for bytes that are not an uncompressed frame. */
  push(chunk: Buffer): Uint8Array[] {
    this.chunks.push(chunk);
    this.bufferedBytes += chunk.length;
    const messages: Uint8Array[] = [];
    while (this.bufferedBytes >= this.neededBytes) {
      const part = this.take(this.neededBytes);
      if (this.inMessage) {
        // The view is a plain array, so that later code does not meet Buffer's own slice and JSON behaviour.
        messages.push(new Uint8Array(part.buffer, part.byteOffset, part.length));
        this.expectHeader();
      } else {
        this.expectMessage(part);
      }
    }
    return messages;
  }

  /** Whether the stream may end here. */
  get isBetweenMessages(): boolean {
    return !this.inMessage && this.bufferedBytes === 0;
  }

  private expectHeader(): void {
    this.inMessage = false;
    this.neededBytes = headerBytes;
  }

  private expectMessage(header: Buffer): void {
    const flag = header.readUInt8(0);
    if (flag === 1) throw new GrpcError(GrpcCode.unimplemented, "Compressed messages are not supported.");
    if (flag !== 0) throw new GrpcError(GrpcCode.internal, `Message frame with unknown flag ${flag}.`);
    const messageBytes = header.readUInt32BE(1);
    if (messageBytes > maxMessageBytes) {
      throw new GrpcError(
        GrpcCode.resourceExhausted,
        `Message of ${messageBytes} bytes; the limit is ${maxMessageBytes}.`,
      );
    }
    this.inMessage = true;
    this.neededBytes = messageBytes;
  }

  private take(bytes: number): Buffer {
    const [first] = this.chunks;
    const all = first !== undefined && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
    const rest = all.subarray(bytes);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.bufferedBytes = rest.length;
    return all.subarray(0, bytes);
  }
}
