import type { IncomingMessage, ServerResponse } from "node:http";

type Socket = IncomingMessage["socket"];

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
