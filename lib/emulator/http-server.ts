import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ApiAnswer, ApiRequest } from "./api-call";
import type { Refusal } from "./refusal";
import { refusalBody, refuseAtGateway } from "./refusal";
import type { Delivery } from "./service";

type Socket = IncomingMessage["socket"];
type AddressInfo = Exclude<ReturnType<Server["address"]>, string | null>;

const kilobyte = 1_024;
/** Limits of the gateway. (OTC API Gateway user manual, "Error Codes", APIG.0201, 2026-04.) */
const maxBodyBytes = 12 * kilobyte * kilobyte;
const maxUriBytes = 32 * kilobyte;
const maxHeaderBytes = 32 * kilobyte;
const maxHeadersBytes = 128 * kilobyte;

/** What stands behind the listener. `refusal` is set when the request broke a limit of the gateway. */
export type RequestHandler = (request: ApiRequest, refusal: Refusal | undefined) => Promise<Delivery>;

/** A listener that can be started and stopped once. */
export interface HttpServer {
  /** Starts to listen; port 0 takes a free one. Rejects when the address cannot be had. */
  listen(options: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  /** Cuts every connection and stops. */
  close(): Promise<void>;
}

/** Puts a handler behind node:http. Every request gets an answer in a documented shape, or is cut on purpose. */
export function createHttpServer(handle: RequestHandler, nextRequestId: () => string): HttpServer {
  const delays = new Set<NodeJS.Timeout>();
  const server = createServer({ maxHeaderSize: maxUriBytes + maxHeadersBytes }, (incoming, outgoing) => {
    void respond(handle, incoming, outgoing, delays);
  });
  server.on("checkExpectation", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    void respond(handle, incoming, outgoing, delays);
  });
  server.on("connect", (_incoming: IncomingMessage, socket: Socket) => {
    writeRefusal(
      socket,
      refuseAtGateway(404, "APIG.0101", "The API does not exist or has not been published."),
      nextRequestId(),
    );
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writable) writeRefusal(socket, refusalFor(error.code), nextRequestId());
    else socket.destroy();
  });
  return {
    listen: (options) => listen(server, options),
    close: () => {
      for (const delay of delays) clearTimeout(delay);
      return close(server);
    },
  };
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<{ url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const shownHost = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return { url: `http://${shownHost}:${address.port}` };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function respond(
  handle: RequestHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  delays: Set<NodeJS.Timeout>,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === "gone") return;
  const request = toApiRequest(incoming, body === "too-large" ? new Uint8Array() : body);
  const refusal = body === "too-large" ? tooLarge(413, "Request entity too large.") : brokenLimit(incoming);
  const delivery = await handle(request, refusal);
  if (delivery.kind === "whole" && delivery.delayMs > 0) {
    const delay = setTimeout(() => {
      delays.delete(delay);
      deliver(delivery, outgoing);
    }, delivery.delayMs);
    delays.add(delay);
    return;
  }
  deliver(delivery, outgoing);
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
  const target = (incoming.url ?? "/").replace(/^https?:\/\/[^/?]*/i, "");
  const questionMark = target.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headersDistinct)) headers[name] = (value ?? []).join(", ");
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
  if ((incoming.url ?? "").length > maxUriBytes) return tooLarge(414, "Request URI too large.");
  const lengths = incoming.rawHeaders.map((text) => text.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total > maxHeadersBytes || lengths.some((length) => length > maxHeaderBytes)) {
    return tooLarge(494, "Request headers too large.");
  }
  return undefined;
}

function tooLarge(status: number, message: string): Refusal {
  return refuseAtGateway(status, "APIG.0201", message);
}

function deliver(delivery: Delivery, outgoing: ServerResponse): void {
  if (delivery.kind === "cut") {
    outgoing.destroy();
    return;
  }
  if (delivery.kind === "page") {
    outgoing.writeHead(200, pageHeaders);
    outgoing.end(delivery.html);
    return;
  }
  const { answer, requestId } = delivery;
  const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
  outgoing.writeHead(answer.status, headersOf(answer, requestId, text));
  if (delivery.kind === "whole") {
    outgoing.end(text);
    return;
  }
  const bytes = Buffer.from(text);
  outgoing.flushHeaders();
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    outgoing.destroy();
  });
}

/** The page is one document: it may load nothing, and talks to the emulator only. */
const pageHeaders = {
  "Content-Type": "text/html;charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:",
  "Cache-Control": "no-store",
};

function headersOf(answer: ApiAnswer, requestId: string, text: string): Record<string, string | number> {
  return {
    ...(answer.body === undefined
      ? {}
      : { "Content-Type": "application/json;charset=utf-8", "Content-Length": Buffer.byteLength(text) }),
    "X-Request-Id": requestId,
    ...answer.headers,
  };
}

function refusalFor(code: string | undefined): Refusal {
  if (code === "HPE_HEADER_OVERFLOW") return tooLarge(494, "Request headers too large.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return tooLarge(408, "Request timeout.");
  return tooLarge(400, "Bad request.");
}

/** Answers on a connection that carries no readable request, and closes it. */
function writeRefusal(socket: Socket, refusal: Refusal, requestId: string): void {
  const text = JSON.stringify(refusalBody(refusal, requestId));
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${refusal.message.replace(/\.$/, "")}`,
      "Content-Type: application/json;charset=utf-8",
      `Content-Length: ${Buffer.byteLength(text)}`,
      `X-Request-Id: ${requestId}`,
      "Connection: close",
      "",
      text,
    ].join("\r\n"),
  );
}
