import { type AddressInfo, createServer, type Socket } from "node:net";

export interface RawServer {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  readonly connections: readonly Socket[];
  /** Bytes received so far, all connections together. */
  receivedText(): string;
  /** The same, one text per connection. */
  textsByConnection(): readonly string[];
  close(): Promise<void>;
}

/**
 * A TCP server on a free loopback port. `onConnection` sees a new connection, `onData` all that one connection has sent so
 * far, each time more arrives.
 */
export async function startRawServer(script: {
  readonly onConnection?: (socket: Socket, index: number) => void;
  readonly onData?: (received: string, socket: Socket, index: number) => void;
}): Promise<RawServer> {
  const connections: Socket[] = [];
  const texts: string[] = [];
  const server = createServer((socket) => {
    const index = connections.push(socket) - 1;
    texts[index] = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      const received = (texts[index] ?? "") + chunk.toString("utf8");
      texts[index] = received;
      script.onData?.(received, socket, index);
    });
    script.onConnection?.(socket, index);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${String(port)}`,
    connections,
    receivedText: () => texts.join(""),
    textsByConnection: () => texts,
    close: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port on which nothing listens. One that was free a moment ago may be another test's by now. */
export const closedPort = 1;

/** An HTTP/1.1 answer as bytes. */
export function rawAnswer(status: number, body: string, headers: readonly string[] = []): string {
  const length = Buffer.byteLength(body);
  const lines = [`HTTP/1.1 ${String(status)} X`, "content-type: application/json", `content-length: ${String(length)}`];
  return [...lines, ...headers, "", body].join("\r\n");
}
