import type { IncomingMessage, Server } from "node:http";
import type { PendingAnswers } from "./pending-answers";
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
