import { answerFailure } from "../../../lib/client/answers/answer-failure";
import { createHostHolds } from "../../../lib/client/retries/host-holds";
import type { HttpAnswer, HttpRequest } from "../../../lib/client/http/http-message";
import { type Pacing, retryRead, createRetryBudget } from "../../../lib/client/retries/read-retry";
import type { Service } from "../../../lib/provider/connection/service";
import { asService } from "../rollout/resources";
import type { VirtualClock } from "../rollout/clock";
import type { Simulation } from "../rollout/simulation";

/** How a gateway limits calls. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
  readonly retryAfterSeconds: number;
  /** Between 0 and 1, again and again. */
  readonly chances: readonly number[];
}

export interface LimitedService {
  readonly service: Service;
  /** Calls that the gateway refused. */
  readonly refusals: () => number;
  /** Calls that came while the gateway had asked for a pause. */
  readonly duringHold: () => number;
}

/** A simulated fleet behind a gateway with a limit, called as the client calls it: holds, retries and fates are the client's own. */
export function limitedService(simulation: Simulation, clock: VirtualClock, limit: RateLimit): LimitedService {
  let draws = 0;
  const pacing: Pacing = {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    random: () => limit.chances[draws++ % limit.chances.length] ?? 0.5,
  };
  const holds = createHostHolds(pacing);
  const budget = createRetryBudget();
  const [counted, seen] = [new Map<number, number>(), { refusals: 0, duringHold: 0, heldUntilMs: 0 }];

  const gateway = (): HttpAnswer | undefined => {
    if (clock.now() < seen.heldUntilMs) seen.duringHold += 1;
    const window = Math.floor(clock.now() / limit.perMs);
    counted.set(window, (counted.get(window) ?? 0) + 1);
    if ((counted.get(window) ?? 0) <= limit.calls) return undefined;
    seen.refusals += 1;
    seen.heldUntilMs = Math.max(seen.heldUntilMs, clock.now() + limit.retryAfterSeconds * 1_000);
    const body = JSON.stringify({ error_code: "APIG.0308", error_msg: "The throttling threshold has been reached." });
    return { status: 429, headers: { "retry-after": String(limit.retryAfterSeconds) }, body };
  };
  const exchange = async <T>(isWrite: boolean, call: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    const url = new URL("https://dms.example.com/v1.0/p/instances");
    const request: HttpRequest = { method: isWrite ? "POST" : "GET", url, headers: {}, isWrite, secrets: [] };
    const send = holds.heeding((sent) => {
      return Promise.resolve({ request: sent, answer: gateway() ?? { status: 200, headers: {}, body: "" } });
    });
    const { answer } = await send(request, signal);
    if (answer.status !== 200) throw answerFailure(request, answer, clock.now());
    return call();
  };
  const read = <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    const attempt = () => holds.pass("dms.example.com", "listings", signal).then(() => exchange(false, call, signal));
    return retryRead(attempt, { maxRetries: 4, budget, pacing, signal });
  };
  const service: Service = {
    ...asService(simulation),
    list: (signal) => read(() => simulation.list(signal), signal),
    listFiltered: (_filter, signal) => read(() => simulation.list(signal), signal),
    get: (id, signal) => read(() => simulation.get(id, signal), signal),
    tasks: (id, sinceMs, signal) => read(() => simulation.tasks(id, sinceMs, signal), signal),
    act: (action, ids, options, signal) => exchange(true, () => simulation.act(action, ids, options, signal), signal),
    beginRun: (onHeld) => holds.listen("dms.example.com", onHeld),
  };
  return { service, refusals: () => seen.refusals, duringHold: () => seen.duringHold };
}
