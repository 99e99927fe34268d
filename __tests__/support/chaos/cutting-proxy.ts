import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** The call that meets the cut: the batch call, or a read, counted from 0. Only the first batch call is one. */
export type CutCall = "action" | number;

/** One call and its fate; every other one passes. */
export interface Harm {
  readonly call: CutCall;
  readonly cut: Cut;
}

export type Cut =
  /** That many bytes of the request arrive, then both ends are cut. */
  | { readonly kind: "request"; readonly afterBytes: number }
  /** The request arrives, that many bytes of the answer come back, then both ends are cut. */
  | { readonly kind: "answer"; readonly afterBytes: number }
  /** The request arrives, and no answer ever comes back. */
  | { readonly kind: "silence" }
  /** The connection is cut before a byte is read. */
  | { readonly kind: "greeting" }
  /** The answer comes back twice, one right behind the other. */
  | { readonly kind: "doubled" }
  /** The delay of the answer. */
  | { readonly kind: "late"; readonly byMs: number };

export interface CuttingProxy {
  readonly url: string;
  /** Whether the cut has been made. */
  hasCut(): boolean;
  /** From now on another call is harmed, counted from here on; `undefined`: none. */
  arm(harm: Harm | undefined): void;
  close(): Promise<void>;
}

/**
 * Stands between client and service as the network does, and harms one call at one exact place. `pass` lets time go on by so many
 * milliseconds, for an answer that is late.
 */
export async function startCuttingProxy(
  target: string,
  first: Harm | undefined,
  pass: (ms: number) => Promise<void>,
): Promise<CuttingProxy> {
  const { port } = new URL(target);
  const open = new Set<Socket>();
  let harm = first;
  let hasCut = false;
  let reads = 0;

  /** Whether a request begins with `data` that the cut is for. A client sends the next one only after an answer. */
  const isMet = (data: Buffer, call: CutCall): boolean => {
    const text = data.toString("latin1");
    if (hasCut) return false;
    if (text.startsWith("GET ")) return reads++ === call;
    return call === "action" && text.startsWith("POST ") && text.includes("/instances/action");
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    const endBoth = (): void => void [client, upstream].map((socket) => socket.destroy());
    /** Settles when an answer that is late has left. */
    let late: Promise<unknown> = Promise.resolve();
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", endBoth);
      socket.on("close", () => {
        open.delete(socket);
        void late.then(endBoth);
      });
    }
    let sendOn = carry(upstream, undefined, endBoth);
    let sendBack = carry(client, undefined, endBoth);
    /** Only one answer is harmed. */
    const write = (answer: Buffer): Promise<void> => {
      sendBack = carry(client, undefined, endBoth);
      return written(client, answer);
    };
    client.on("data", (data: Buffer) => {
      if (harm !== undefined && isMet(data, harm.call)) {
        const { cut } = harm;
        hasCut = true;
        if (cut.kind === "greeting") {
          endBoth();
          return;
        }
        if (cut.kind === "request") sendOn = carry(upstream, cut.afterBytes, endBoth);
        if (cut.kind === "answer") sendBack = carry(client, cut.afterBytes, endBoth);
        if (cut.kind === "silence") sendBack = () => undefined;
        if (cut.kind === "doubled") sendBack = whole((answer) => write(Buffer.concat([answer, answer])));
        if (cut.kind === "late") sendBack = whole((answer) => (late = pass(cut.byMs).then(() => write(answer))));
      }
      sendOn(data);
    });
    upstream.on("data", (data: Buffer) => sendBack(data));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hasCut: () => hasCut,
    arm: (next) => {
      harm = next;
      hasCut = false;
      reads = 0;
    },
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

function written(socket: Socket, data: Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    socket.write(data, () => resolve());
  });
}

/** Keeps bytes until an answer is whole. */
function whole(hand: (answer: Buffer) => unknown): (data: Buffer) => void {
  let answer = Buffer.alloc(0);
  return (data) => {
    answer = Buffer.concat([answer, data]);
    if (!isWhole(answer.toString("latin1"))) return;
    hand(answer);
    answer = Buffer.alloc(0);
  };
}

/** Whether a text has an answer to its end, by its length or its last chunk. */
function isWhole(text: string): boolean {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, head))?.[1];
  return length === undefined ? text.endsWith("0\r\n\r\n") : text.length >= head + 4 + Number(length);
}
