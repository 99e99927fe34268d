import type { IncomingMessage } from "node:http";
import type { ApiRequest } from "../api-call";
import { isControlPath } from "../control";
import { refuseAtGateway, type Refusal } from "../refusal";

const kilobyte = 1_024;
const megabyte = kilobyte * kilobyte;
/** Limits of the gateway. (OTC API Gateway user manual, "Error Codes", APIG.0201, 2026-04.) */
const maxBodyBytes = 12 * megabyte;
const maxUriBytes = 32 * kilobyte;
const maxHeaderBytes = 32 * kilobyte;
const maxHeadersBytes = 128 * kilobyte;

/** The control API comes before the gateway and has its own limit, enough for a fleet of tens of thousands. */
const maxControlBodyBytes = 64 * megabyte;

/**
 * Limit of the parser, far beyond those of the gateway, so that the emulator refuses the request itself, and can distinguish the address
 * from headers.
 */
export const maxHeadBytes = megabyte;

/** A request read to its end. `refusal` is set if it breaks a limit; a body that is too large is empty then. */
interface ReadRequest {
  readonly request: ApiRequest;
  readonly refusal: Refusal | undefined;
}

/** Reads a request; `undefined` if the sender went away before its end. */
export async function readRequest(incoming: IncomingMessage): Promise<ReadRequest | undefined> {
  const head = readHead(incoming);
  const isControl = isControlPath(head.path);
  const body = await readBody(incoming, isControl ? maxControlBodyBytes : maxBodyBytes);
  if (body === "gone") return undefined;
  if (body === "too-large") {
    const text = isControl
      ? `The control API takes bodies of at most ${maxControlBodyBytes} bytes.`
      : "Request entity too large.";
    return { request: { ...head, body: new Uint8Array() }, refusal: overLimit(413, text) };
  }
  return { request: { ...head, body }, refusal: isControl ? undefined : brokenLimit(incoming) };
}

/** The gateway's refusal of a request that is too large, too late or not HTTP. Pure. */
export function overLimit(status: number, message: string): Refusal {
  return refuseAtGateway(status, "APIG.0201", message);
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | "too-large" | "gone"> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      // Bytes after the limit are read and dropped, so that the sender can read the refusal.
      if (size <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return "gone";
  }
  return size > maxBytes ? "too-large" : Buffer.concat(chunks);
}

function readHead(incoming: IncomingMessage): Omit<ApiRequest, "body"> {
  // A request to a proxy names the whole address; the emulator answers it like a direct one.
  const target = (incoming.url ?? "/").replace(/^https?:\/\/[^/?]*/i, "");
  const questionMark = target.indexOf("?");
  const headers = Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]),
  );
  return {
    method: incoming.method ?? "GET",
    path: questionMark < 0 ? target : target.slice(0, questionMark),
    rawQuery: questionMark < 0 ? "" : target.slice(questionMark + 1),
    headers,
    baseUrl: `http://${headers.host ?? "localhost"}`,
  };
}

function brokenLimit(incoming: IncomingMessage): Refusal | undefined {
  if (incoming.headers.host === undefined && incoming.httpVersion === "1.1") return overLimit(400, "Bad request.");
  if ((incoming.url ?? "").length > maxUriBytes) return overLimit(414, "Request URI too large.");
  const lengths = incoming.rawHeaders.map((text) => text.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total > maxHeadersBytes || lengths.some((length) => length > maxHeaderBytes)) {
    return overLimit(494, "Request headers too large.");
  }
  return undefined;
}
