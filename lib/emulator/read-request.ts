import type { IncomingMessage } from "node:http";
import type { ApiRequest } from "./api-call";
import { refuseAtGateway, type Refusal } from "./refusal";

const kilobyte = 1_024;
/** Limits of the gateway. (OTC API Gateway user manual, "Error Codes", APIG.0201, 2026-04.) */
const maxBodyBytes = 12 * kilobyte * kilobyte;
const maxUriBytes = 32 * kilobyte;
const maxHeaderBytes = 32 * kilobyte;
const maxHeadersBytes = 128 * kilobyte;

/** What the parser must let through so that it is us who refuse, in the documented shape. */
export const maxHeadBytes = maxUriBytes + maxHeadersBytes;

/** A request read to its end; `refusal` is set when it breaks a limit of the gateway, its body is empty then. */
interface ReadRequest {
  readonly request: ApiRequest;
  readonly refusal: Refusal | undefined;
}

/** Reads a request; `undefined` when the sender went away before its end. */
export async function readRequest(incoming: IncomingMessage): Promise<ReadRequest | undefined> {
  const body = await readBody(incoming);
  if (body === "gone") return undefined;
  if (body === "too-large") {
    return { request: toApiRequest(incoming, new Uint8Array()), refusal: overLimit(413, "Request entity too large.") };
  }
  return { request: toApiRequest(incoming, body), refusal: brokenLimit(incoming) };
}

/** The gateway's refusal of something that is too large, too late or no HTTP. Pure. */
export function overLimit(status: number, message: string): Refusal {
  return refuseAtGateway(status, "APIG.0201", message);
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array | "too-large" | "gone"> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      // What comes after the limit is read and thrown away, so that the sender gets to read the refusal.
      if (size <= maxBodyBytes) chunks.push(chunk);
    }
  } catch {
    return "gone";
  }
  return size > maxBodyBytes ? "too-large" : Buffer.concat(chunks);
}

function toApiRequest(incoming: IncomingMessage, body: Uint8Array): ApiRequest {
  // A request to a proxy names the whole address; the emulator answers as if it were asked directly.
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
    body,
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
