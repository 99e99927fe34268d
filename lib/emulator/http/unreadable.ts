import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { overLimit } from "./read-request";
import { refuseAtGateway, type Refusal } from "../refusal";
import { writeRefusal } from "./write-answer";

type Socket = IncomingMessage["socket"];

/**
 * Lets the gateway refuse input that node:http does not turn into a request: bytes that are not HTTP, and CONNECT. The refusal ends the
 * connection.
 */
export function refuseUnreadable(server: Server, pending: PendingAnswers, nextRequestId: () => string): void {
  const refused = new WeakSet<Socket>();
  const refuse = async (socket: Socket, refusal: Refusal): Promise<void> => {
    // node:http reports the error again with every further packet.
    if (refused.has(socket)) return;
    refused.add(socket);
    await pending.settled(socket);
    if (socket.writable) writeRefusal(socket, refusal, nextRequestId());
  };
  server.on("connect", (_incoming: IncomingMessage, socket: Socket) => {
    // node:http has released this socket: without a listener, a client that hangs up would end the process.
    socket.on("error", () => socket.destroy());
    // node:http does not read from it any longer, so it would not notice that the client is gone.
    socket.resume();
    void refuse(socket, refuseAtGateway(404, "APIG.0101", "The API does not exist or has not been published."));
  });
  server.on("connection", (socket: Socket) => {
    // The parser does not report a broken body if the request has asked for another protocol.
    socket.once("end", () => {
      if (pending.isBrokenOff(socket)) void refuse(socket, describeUnreadable(undefined));
    });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writable) void refuse(socket, describeUnreadable(error.code));
    else socket.destroy();
  });
}

function describeUnreadable(code: string | undefined): Refusal {
  if (code === "HPE_HEADER_OVERFLOW") return overLimit(494, "Request headers too large.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return overLimit(408, "Request timeout.");
  return overLimit(400, "Bad request.");
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/**
 * The pending answers of connections. Clients can send requests before earlier ones are answered, and answers go back in the order of the
 * requests. An answer that bypasses node:http waits for its turn here.
 */
export class PendingAnswers {
  private readonly owed = new WeakMap<Socket, Set<Exchange>>();

  /** Records that a request came in. Its answer or its cut is noticed without a call. */
  add(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const owed = this.owed.get(incoming.socket) ?? new Set();
    this.owed.set(incoming.socket, owed);
    const exchange = { incoming, outgoing };
    owed.add(exchange);
    outgoing.once("close", () => owed.delete(exchange));
  }

  /** Whether a request on this connection is incomplete. */
  isBrokenOff(socket: Socket): boolean {
    return [...(this.owed.get(socket) ?? [])].some(({ incoming }) => !incoming.complete);
  }

  /** Resolves once every complete request on this connection is answered or cut. */
  async settled(socket: Socket): Promise<void> {
    // A request that broke off in its body is not waited for: the caller is about to write its answer.
    const owed = [...(this.owed.get(socket) ?? [])].filter(({ incoming }) => incoming.complete);
    await Promise.all(owed.map(({ outgoing }) => new Promise<void>((resolve) => outgoing.once("close", resolve))));
  }
}
