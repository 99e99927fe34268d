import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ApiRequest } from "./api-call";
import { maxHeadBytes, overLimit, readRequest } from "./read-request";
import { refusalBody, refuse, refuseAtGateway, type Refusal } from "./refusal";
import type { Delivery } from "./service";
import { writeDelivery, writeRefusal } from "./write-answer";

type Socket = IncomingMessage["socket"];
type AddressInfo = Exclude<ReturnType<Server["address"]>, string | null>;

/** What stands behind the listener. `refusal` is set when the request broke a limit of the gateway. */
export interface RequestHandler {
  handle(request: ApiRequest, refusal: Refusal | undefined): Promise<Delivery>;
  /** Told after the delivery was written to a connection that is still open. */
  delivered(delivery: Delivery): void;
  nextRequestId(): string;
}

/** A listener that can be started and stopped once. */
interface HttpServer {
  /** Starts to listen; port 0 takes a free one. Rejects when the address cannot be had. */
  listen(options: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  /** Cuts every connection and stops. */
  close(): Promise<void>;
}

/** Puts a handler behind node:http. Every request gets an answer in a documented shape, or is cut on purpose. */
export function createHttpServer(handler: RequestHandler): HttpServer {
  const delays = new Set<NodeJS.Timeout>();
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void respond(handler, incoming, outgoing, delays);
  };
  // A missing Host header is refused by us, in the documented shape, instead of by node:http in none.
  const server = createServer({ maxHeaderSize: maxHeadBytes, requireHostHeader: false }, onRequest);
  server.on("checkExpectation", onRequest);
  server.on("connect", (_incoming: IncomingMessage, socket: Socket) => {
    const refusal = refuseAtGateway(404, "APIG.0101", "The API does not exist or has not been published.");
    writeRefusal(socket, refusal, handler.nextRequestId());
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writable) writeRefusal(socket, unreadable(error.code), handler.nextRequestId());
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

async function respond(
  handler: RequestHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  delays: Set<NodeJS.Timeout>,
): Promise<void> {
  const read = await readRequest(incoming);
  if (read === undefined) return;
  const delivery = await handleSafely(handler, read.request, read.refusal);
  const send = (): void => {
    if (outgoing.destroyed) return;
    writeDelivery(delivery, outgoing);
    handler.delivered(delivery);
  };
  const delayMs = delivery.kind === "whole" ? delivery.delayMs : 0;
  if (delayMs === 0) {
    send();
    return;
  }
  const delay = setTimeout(() => {
    delays.delete(delay);
    send();
  }, delayMs);
  delays.add(delay);
}

/** A defect of the emulator must look like one of the service, and must not take the process down. */
async function handleSafely(
  handler: RequestHandler,
  request: ApiRequest,
  refusal: Refusal | undefined,
): Promise<Delivery> {
  try {
    return await handler.handle(request, refusal);
  } catch (thrown) {
    const requestId = handler.nextRequestId();
    const defect = refuse("DMS.00500000", String(thrown));
    const answer = { status: defect.status, headers: {}, body: refusalBody(defect, requestId), shown: [] };
    return { kind: "whole", answer, requestId, delayMs: 0 };
  }
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

/** What is answered to bytes that are no HTTP request. */
function unreadable(code: string | undefined): Refusal {
  if (code === "HPE_HEADER_OVERFLOW") return overLimit(494, "Request headers too large.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return overLimit(408, "Request timeout.");
  return overLimit(400, "Bad request.");
}
