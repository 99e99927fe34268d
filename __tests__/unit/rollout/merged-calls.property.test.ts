import fc from "fast-check";
import { type CallFailureCode, type Fate, isCallFailure } from "../../../lib/domain/call-failure";
import type { Action, BatchAnswer, InstanceId } from "../../../lib/domain/instance";
import { mergeCalls } from "../../../lib/rollout/merged-calls";
import { VirtualClock } from "../../support/rollout/clock";
import { callError } from "../../support/rollout/failures";

const freshMs = 5_000;
const gatherMs = 50;

interface Call {
  readonly atMs: number;
  readonly ids: readonly InstanceId[];
  readonly action: Action;
  readonly forceDelete: boolean;
  /** When its run does not wait for it any more, and when it stops. */
  readonly endAfterMs: number | undefined;
  readonly stopAfterMs: number | undefined;
}

/** The service's answers in turn: a login first, then the end of the request. */
interface Exchange {
  readonly loginMs: number;
  readonly tookMs: number;
  readonly end: "answered" | "lost, done" | "lost, not done" | "throttled" | "forbidden" | "unreachable";
}

interface Post {
  readonly atMs: number;
  readonly action: Action;
  readonly forceDelete: boolean;
  readonly ids: readonly InstanceId[];
  readonly effective: boolean;
  /** The calls that it was made of. */
  readonly calls: Set<Call>;
}

type End =
  | { readonly kind: "answered"; readonly answer: BatchAnswer }
  | { readonly kind: "failed"; readonly code: CallFailureCode; readonly fate: Fate };

interface Ended {
  readonly call: Call;
  readonly atMs: number;
  readonly end: End;
}

interface Play {
  readonly calls: readonly Call[];
  readonly exchanges: readonly Exchange[];
  /** Instances because of which the service refuses a whole request. */
  readonly bad: readonly InstanceId[];
}

const failures = {
  throttled: { code: "throttled", fate: "refused" },
  forbidden: { code: "forbidden", fate: "refused" },
  unreachable: { code: "unreachable", fate: "not-sent" },
} as const;

/** Plays random calls of runs side by side, on virtual time. */
async function played({ calls, exchanges, bad }: Play) {
  const clock = new VirtualClock(0);
  const posts: Post[] = [];
  let begun = 0;
  let leaving = new Set<Call>();
  const service: Parameters<typeof mergeCalls>[0] = async (action, ids, { forceDelete, onLeaving }, signal) => {
    const isEnded = (): boolean => signal.aborted;
    const { loginMs, tookMs, end } = exchanges[begun++ % exchanges.length]!;
    await clock.sleep(loginMs, signal);
    if (isEnded()) throw callError({ code: "interrupted", fate: "not-sent" });
    leaving = new Set();
    onLeaving?.();
    if (end === "unreachable") throw callError(failures.unreachable);
    const isBad = ids.some((id) => bad.includes(id));
    const isLost = end === "lost, done" || end === "lost, not done";
    const effective = end === "lost, done" || (end === "answered" && !isBad);
    posts.push({ atMs: clock.now(), action, forceDelete, ids, effective, calls: leaving });
    await clock.sleep(tookMs, signal);
    if (isEnded()) throw callError({ code: "interrupted", fate: "unknown" });
    if (isLost) throw callError({ code: "lost", fate: "unknown" });
    if (end !== "answered") throw callError(failures[end]);
    if (isBad) throw callError({ code: "not-found", fate: "refused" });
    return { items: ids.map((id) => ({ id, result: "success" })), requestId: `req-${posts.length}` };
  };
  const act = mergeCalls(service, clock, () => false);
  const make = async (call: Call): Promise<Ended> => {
    await clock.sleep(call.atMs, new AbortController().signal);
    const [ended, stop] = [new AbortController(), new AbortController()];
    if (call.endAfterMs !== undefined) clock.in(call.endAfterMs, () => ended.abort());
    if (call.stopAfterMs !== undefined) clock.in(call.stopAfterMs, () => stop.abort());
    const { action, ids, forceDelete } = call;
    const options = { forceDelete, stop: stop.signal, onLeaving: () => void leaving.add(call) };
    try {
      const answer = await act(action, ids, options, ended.signal);
      return { call, atMs: clock.now(), end: { kind: "answered", answer } };
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
      return { call, atMs: clock.now(), end: { kind: "failed", code: thrown.code, fate: thrown.fate } };
    }
  };
  const ended = await clock.run(Promise.all(calls.map(make)));
  await clock.pass(600_000);
  return { ended, posts, ofCall: (call: Call) => posts.filter((post) => post.calls.has(call)) };
}

const pool = Array.from({ length: 120 }, (_, index) => `i-${String(index)}`);
const sometimes = (most: number) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.integer({ min: 0, max: most }));
const mostly = (usualMs: number, mostMs: number) =>
  fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: usualMs }) }, fc.integer({ min: 0, max: mostMs }));

const anyEnd = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Exchange["end"]>("answered") },
  fc.constantFrom<Exchange["end"]>("lost, done", "lost, not done", "throttled", "forbidden", "unreachable"),
);

const play: fc.Arbitrary<Play> = fc.record({
  calls: fc.array(
    fc.record({
      atMs: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 20_000 })),
      ids: fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 50 }),
      action: fc.constantFrom<Action>("restart", "restart", "delete"),
      forceDelete: fc.constantFrom(false, false, true),
      endAfterMs: sometimes(15_000),
      stopAfterMs: sometimes(15_000),
    }),
    { minLength: 1, maxLength: 20 },
  ),
  exchanges: fc.array(
    fc.record({
      loginMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, mostly(1_000, 20_000)),
      tookMs: mostly(500, 30_000),
      end: anyEnd,
    }),
    { minLength: 1, maxLength: 12 },
  ),
  bad: fc.oneof(fc.constant([]), fc.uniqueArray(fc.constantFrom(...pool), { maxLength: 4 })),
});

/** Calls of one moment that a login holds up while some of their runs stop; the service is slow, and other runs end meanwhile. */
const heldUp: fc.Arbitrary<Play> = fc
  .array(fc.record({ stopAfterMs: sometimes(2_000), endAfterMs: sometimes(12_000) }), { minLength: 2, maxLength: 5 })
  .chain((runs) =>
    fc.record({
      calls: fc.constant(
        runs.map((run, index): Call => ({
          ...run,
          atMs: 0,
          ids: [pool[index]!],
          action: "restart",
          forceDelete: false,
        })),
      ),
      exchanges: fc.tuple(
        fc.record({ loginMs: fc.integer({ min: 1, max: 4_000 }), tookMs: fc.constant(0), end: anyEnd }),
        fc.record({ loginMs: fc.constant(0), tookMs: fc.integer({ min: 0, max: 20_000 }), end: anyEnd }),
      ),
      bad: fc.constantFrom([], [pool[0]!]),
    }),
  );

type Played = Awaited<ReturnType<typeof played>>;

function holds(name: string, check: (seen: Played) => void): void {
  test(name, () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(play, heldUp), async (drawn) => check(await played(drawn))),
      { numRuns: 150 },
    ),
  );
}

describe("random calls of runs side by side, with answers that are lost, refused, late, and runs that stop", () => {
  holds("M1: a request has at most 50 ids, each once, of calls of one verb and the same flags", ({ posts }) => {
    for (const { ids, calls, action, forceDelete } of posts) {
      expect(ids.length).toBeLessThanOrEqual(50);
      expect([...ids].sort()).toEqual([...calls].flatMap((call) => call.ids).sort());
      expect(new Set(ids).size).toBe(ids.length);
      for (const call of calls) {
        expect({ action: call.action, forceDelete: call.forceDelete }).toEqual({ action, forceDelete });
      }
      const made = [...calls].map(({ atMs }) => atMs);
      expect(Math.max(...made) - Math.min(...made)).toBeLessThanOrEqual(gatherMs);
    }
  });

  holds("M2: an answered call has the results of its own ids, of the one request that carried it out", (seen) => {
    for (const { call, end } of seen.ended) {
      if (end.kind !== "answered") continue;
      expect(end.answer.items.map(({ id }) => id).sort()).toEqual([...call.ids].sort());
      expect(
        seen
          .ofCall(call)
          .map(({ effective }) => effective)
          .lastIndexOf(true),
      ).toBe(seen.ofCall(call).length - 1);
    }
  });

  holds("M3: no call is carried out twice, and one that failed as refused or not sent is not carried out", (seen) => {
    for (const { call, end } of seen.ended) {
      const effective = seen.ofCall(call).filter((post) => post.effective);
      expect(effective.length).toBeLessThanOrEqual(1);
      if (end.kind === "failed" && end.fate !== "unknown") expect(effective).toEqual([]);
      // Nothing follows a request that may have been carried out.
      if (effective.length > 0) expect(seen.ofCall(call).at(-1)).toBe(effective[0]);
    }
  });

  holds("M4: a call takes the refusal of a request that it shared as its own only if that concerns all", (seen) => {
    for (const { call, end } of seen.ended) {
      if (end.kind !== "failed" || !["not-found", "forbidden"].includes(end.code)) continue;
      expect(seen.ofCall(call).at(-1)?.calls.size).toBe(1);
    }
  });

  holds("M5: a call that is ended early ends at that time, or with the wait for others", ({ ended }) => {
    for (const { call, atMs } of ended) {
      if (call.endAfterMs === undefined) continue;
      expect(atMs).toBeLessThanOrEqual(call.atMs + call.endAfterMs + gatherMs);
    }
  });

  holds("M6, M7: nothing leaves after its run was stopped or ended, nor later than five seconds", ({ posts }) => {
    for (const { atMs, calls } of posts) {
      for (const call of calls) {
        const { stopAfterMs = Infinity, endAfterMs = Infinity } = call;
        expect(atMs - call.atMs).toBeLessThanOrEqual(Math.min(freshMs, stopAfterMs, endAfterMs));
      }
    }
  });
});
