import { createServer, type AddressInfo } from "node:net";

/** A PostgreSQL as it is while it starts: it answers each client that it is not ready, in its protocol, and hangs up. */
export async function startClosedDatabase(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () =>
      socket.end(errorResponse({ S: "FATAL", C: "57P03", M: "the database system is starting up" })),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** The message `E`: its length, then fields, each a letter and a text that ends with a zero byte. */
function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([letter, text]) => `${letter}${text}\0`)
      .join("")}\0`,
  );
  const head = Buffer.from("E\0\0\0\0", "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
