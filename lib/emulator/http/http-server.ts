import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { ApiRequest } from "../api-call";
import { describeTurnedAway, turnAway } from "./door";
import { HostList } from "./hosts";
import { close, listen } from "./listen";
import { maxHeadBytes, readRequest } from "./read-request";
import { refusalBody, refuse, type Refusal } from "../refusal";
import type { Delivery } from "../service";
import { refuseUnreadable, PendingAnswers } from "./unreadable";
import { writeDelivery } from "./write-answer";

type Socket = IncomingMessage["socket"];

/** The handler behind the listener. `refusal` is set if the request broke a limit of the gateway. */
export interface RequestHandler {
  handle(request: ApiRequest, refusal: Refusal | undefined): Promise<Delivery>;
  /** Called after the delivery was written to a connection that is still open. */
  delivered(delivery: Delivery): void;
  nextRequestId(): string;
  /** The time in the date of answers, milliseconds since the epoch. */
  nowMs(): number;
}

/** A listener that can be started and stopped once. */
interface HttpServer {
  /** Starts to listen; port 0 takes a free one. Rejects if the address cannot be used. */
  listen(options: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  /** Cuts every connection and stops. */
  close(): Promise<void>;
}

/** Longest idle time of a connection. Assumed: the documents do not say; load balancers of clouds keep one for a minute. */
const idleMs = 60_000;

/** Headers for browsers: an answer is not framed, loads nothing, is not taken for another type, and its address is not sent to others. */
const protectiveHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/** Options of a listener. */
interface HttpServerOptions {
  /** Further names that requests may use, in addition to those of this machine and the listening host. */
  readonly allowHosts: readonly string[];
  /** Gets a sentence about each problem outside a request. */
  readonly warn: (text: string) => void;
}

/**
 * Puts a handler behind node:http. Every request gets an answer in a documented shape, or is cut on purpose. The process survives every
 * request and every defect of the handler.
 */
export function createHttpServer(handler: RequestHandler, { allowHosts, warn }: HttpServerOptions): HttpServer {
  const hosts = new HostList(allowHosts);
  const delays = new Set<NodeJS.Timeout>();
  const sockets = new Set<Socket>();
  const pending = new PendingAnswers();
  const turns = new WeakMap<Socket, Promise<unknown>>();
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    pending.add(incoming, outgoing);
    for (const [name, value] of Object.entries(protectiveHeaders)) outgoing.setHeader(name, value);
    const decided = decide(handler, incoming, hosts, turns.get(incoming.socket));
    turns.set(incoming.socket, decided);
    decided.then(
      (delivery) => deliver(handler, delivery, incoming, outgoing, delays),
      () => outgoing.destroy(),
    );
  };
  // The emulator refuses a missing Host header in the documented shape; node:http would refuse it in another.
  const options = { maxHeaderSize: maxHeadBytes, requireHostHeader: false, keepAliveTimeout: idleMs };
  const server = createServer(options, onRequest);
  // A client may end its side and still wait for its answers. node:http has no option for it.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on("checkExpectation", onRequest);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  refuseUnreadable(server, pending, () => handler.nextRequestId());
  return {
    listen: (options) => {
      hosts.allow(options.host);
      return listen(server, options, warn);
    },
    close: () => {
      for (const delay of delays) clearTimeout(delay);
      return close(server, sockets);
    },
  };
}

/**
 * Reads a request and has it carried out; `undefined` if its sender went away before its end. Consecutive requests on a connection are
 * carried out in their order: only reads might be carried out at once (RFC 9112).
 */
async function decide(
  handler: RequestHandler,
  incoming: IncomingMessage,
  hosts: HostList,
  before: Promise<unknown> | undefined,
): Promise<Delivery | undefined> {
  await before;
  const read = await readRequest(incoming);
  if (read === undefined) return undefined;
  const turnedAway = turnAway(incoming, hosts);
  if (turnedAway !== undefined) return describeTurnedAway(turnedAway, read.request.path);
  return handleSafely(handler, read.request, read.refusal);
}

/** Answers at once, or later if a rule says so. */
function deliver(
  handler: RequestHandler,
  delivery: Delivery | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  delays: Set<NodeJS.Timeout>,
): void {
  if (delivery === undefined) return;
  const send = (): void => {
    // The second condition is an answer whose turn on the connection never came.
    if (!outgoing.destroyed && !incoming.socket.destroyed) sendSafely(handler, delivery, outgoing);
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
    return describeDefect(handler, thrown);
  }
}

/** Writes an answer; one that cannot be written must look the same. */
function sendSafely(handler: RequestHandler, delivery: Delivery, outgoing: ServerResponse): void {
  try {
    // The service's clock may differ from this machine's.
    outgoing.setHeader("Date", new Date(handler.nowMs()).toUTCString());
    writeDelivery(delivery, outgoing);
    handler.delivered(delivery);
  } catch (thrown) {
    if (outgoing.headersSent) outgoing.destroy();
    else writeDelivery(describeDefect(handler, thrown), outgoing);
  }
}

function describeDefect(handler: RequestHandler, thrown: unknown): Delivery {
  const requestId = handler.nextRequestId();
  const defect = refuse("DMS.00500000", String(thrown));
  const answer = { status: defect.status, headers: {}, body: refusalBody(defect, requestId), shown: [] };
  return { kind: "whole", answer, requestId, delayMs: 0 };
}
