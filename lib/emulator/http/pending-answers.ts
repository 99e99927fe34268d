import type { IncomingMessage, ServerResponse } from "node:http";

type Socket = IncomingMessage["socket"];

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/**
 * What connections still owe. Requests can be sent before the answers to earlier ones have come, and answers go back in the
 * order of the requests: whatever is written past node:http has to queue by means of this.
 */
export class PendingAnswers {
  readonly #owed = new WeakMap<Socket, Set<Exchange>>();

  /** Notes that a request came in. Whoever answers it, or cuts it, need not tell. */
  add(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const owed = this.#owed.get(incoming.socket) ?? new Set();
    this.#owed.set(incoming.socket, owed);
    const exchange = { incoming, outgoing };
    owed.add(exchange);
    outgoing.once("close", () => owed.delete(exchange));
  }

  /** Whether a request on this connection has not come to its end. */
  isBrokenOff(socket: Socket): boolean {
    return [...(this.#owed.get(socket) ?? [])].some(({ incoming }) => !incoming.complete);
  }

  /** Resolves when every request that came whole on this connection has been answered or cut. */
  async settled(socket: Socket): Promise<void> {
    // One that broke off in its body is not waited for: its answer is what the caller is about to write.
    const owed = [...(this.#owed.get(socket) ?? [])].filter(({ incoming }) => incoming.complete);
    await Promise.all(owed.map(({ outgoing }) => new Promise<void>((resolve) => outgoing.once("close", resolve))));
  }
}
