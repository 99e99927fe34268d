import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { ApiAnswer } from "../api-call";
import { jsonText } from "../json-value";
import { refusalBody, type Refusal } from "../refusal";
import type { Delivery } from "../service";

/** Headers of the page. It is one document that loads nothing else and talks only to the emulator. */
const pageHeaders = {
  "Content-Type": "text/html;charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-store",
};

/** Writes the delivery, or cuts the connection. Does not wait for `delayMs`. */
export function writeDelivery(delivery: Delivery, outgoing: ServerResponse): void {
  switch (delivery.kind) {
    case "cut":
      outgoing.destroy();
      return;
    case "page":
      outgoing.writeHead(200, pageHeaders);
      outgoing.end(delivery.html);
      return;
    case "whole":
      outgoing.end(writeHead(delivery.answer, delivery.requestId, outgoing));
      return;
    case "half":
      writeHalf(delivery.answer, delivery.requestId, outgoing);
  }
}

/** Writes half a body; without a body half a head, because the head alone would be a whole answer. */
function writeHalf(answer: ApiAnswer, requestId: string, outgoing: ServerResponse): void {
  const cut = (): void => void outgoing.destroy();
  if (answer.body === undefined) {
    // node:http writes only whole heads. Without a socket the answer's turn has not come: it is cut then.
    if (outgoing.socket === null) cut();
    else outgoing.socket.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}\r\nX-Request-Id: `, cut);
    return;
  }
  const body = writeHead(answer, requestId, outgoing);
  outgoing.flushHeaders();
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), cut);
}

/** Answers on a connection that carries no readable request, and closes it. */
export function writeRefusal(socket: IncomingMessage["socket"], refusal: Refusal, requestId: string): void {
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

/** Writes the head and returns the body that belongs to it. */
function writeHead(answer: ApiAnswer, requestId: string, outgoing: ServerResponse): Buffer {
  const body = Buffer.from(answer.body === undefined ? "" : jsonText(answer.body));
  outgoing.writeHead(answer.status, {
    ...(answer.body === undefined
      ? {}
      : { "Content-Type": "application/json;charset=utf-8", "Content-Length": body.length }),
    "X-Request-Id": requestId,
    ...answer.headers,
  });
  return body;
}
