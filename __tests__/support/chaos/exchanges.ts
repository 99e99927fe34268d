import type { HttpRequest, Send } from "../../../lib/client/http/http-message";
import { createHostHolds, type HostHolds } from "../../../lib/client/retries/host-holds";
import type { Pacing } from "../../../lib/client/retries/read-retry";

/** The HTTP exchanges of a client that are under way. A virtual clock that waits for them never outruns a slow machine. */
export class Exchanges {
  private readonly open = new Set<Promise<unknown>>();

  /** The holds of a client; its exchanges count. */
  holds(pacing: Pacing): HostHolds {
    const holds = createHostHolds(pacing);
    return { ...holds, heeding: (send) => holds.heeding(this.counted(send)) };
  }

  /** Settles once one of them has ended; `undefined` when there is none. */
  underWay(): Promise<unknown> | undefined {
    return this.open.size === 0 ? undefined : Promise.race(this.open);
  }

  private counted(send: Send): Send {
    return (request: HttpRequest, signal: AbortSignal) => {
      const exchange = send(request, signal);
      const forget = (): void => void this.open.delete(end);
      const end: Promise<void> = exchange.then(forget, forget);
      this.open.add(end);
      return exchange;
    };
  }
}
