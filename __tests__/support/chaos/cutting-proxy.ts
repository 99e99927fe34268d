import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** The cut of the first connection that carries a batch call; every other one passes. */
export type Cut =
  /** That many bytes of the request arrive, then both ends are cut. */
  | { readonly kind: "request"; readonly afterBytes: number }
  /** The request arrives, that many bytes of the answer come back, then both ends are cut. */
  | { readonly kind: "answer"; readonly afterBytes: number }
  /** The request arrives, and no answer ever comes back. */
  | { readonly kind: "silence" }
  /** The connection is accepted and cut before a byte is read. */
  | { readonly kind: "greeting" };

export interface CuttingProxy {
  readonly url: string;
  /** Whether the cut has been made. */
  hasCut(): boolean;
  close(): Promise<void>;
}

/** Stands between client and service as the network does, and breaks off the first batch call at one exact place. */
export async function startCuttingProxy(target: string, cut: Cut): Promise<CuttingProxy> {
  const { port } = new URL(target);
  const open = new Set<Socket>();
  let hasCut = false;

  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    const endBoth = (): void => void [client, upstream].map((socket) => socket.destroy());
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", endBoth);
      socket.on("close", () => {
        open.delete(socket);
        endBoth();
      });
    }
    client.once("data", (first: Buffer) => {
      const isAction = first.toString("latin1").startsWith("POST ") && first.includes("/instances/action");
      const chosen = isAction && !hasCut ? cut : undefined;
      if (chosen !== undefined) hasCut = true;
      if (chosen?.kind === "greeting") {
        endBoth();
        return;
      }
      const sentOn = carry(upstream, chosen?.kind === "request" ? chosen.afterBytes : undefined, endBoth);
      const sentBack = carry(client, chosen?.kind === "answer" ? chosen.afterBytes : undefined, endBoth);
      sentOn(first);
      client.on("data", sentOn);
      upstream.on("data", chosen?.kind === "silence" ? () => undefined : sentBack);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hasCut: () => hasCut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Passes bytes on to `socket`; after `limit` of them, `end`s once they have left. */
function carry(socket: Socket, limit: number | undefined, end: () => void): (data: Buffer) => void {
  let left = limit ?? Number.POSITIVE_INFINITY;
  return (data) => {
    const part = data.subarray(0, Math.min(data.length, left));
    left -= part.length;
    if (left > 0) socket.write(part);
    else socket.write(part, end);
  };
}
