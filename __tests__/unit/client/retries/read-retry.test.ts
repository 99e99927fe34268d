import { DmsError } from "../../../../lib/client/dms-error";
import { realPacing, retryRead as retryWithBudget, createRetryBudget } from "../../../../lib/client/retries/read-retry";
import type { CallFailureCode } from "../../../../lib/domain/call-failure";
import { fakePacing, forever, rejectionOf } from "../../../support/client/fixture-config";

const failing = (code: CallFailureCode, more: { status?: number; retryAfterMs?: number } = {}): DmsError =>
  new DmsError({ code, fate: "refused", message: code, ...more });

type Options = Parameters<typeof retryWithBudget>[1];

/** With an untouched budget, unless one is given. */
const retryRead = <T>(read: () => Promise<T>, options: Omit<Options, "budget"> & Partial<Options>): Promise<T> =>
  retryWithBudget(read, { budget: createRetryBudget(), ...options });

/** A read that fails as listed and then answers "done". */
function readFailing(failures: readonly DmsError[]): { read: () => Promise<string>; attempts: () => number } {
  let attempts = 0;
  return {
    attempts: () => attempts,
    read: () => {
      const failure = failures[attempts++];
      return failure === undefined ? Promise.resolve("done") : Promise.reject(failure);
    },
  };
}

describe("a read that fails", () => {
  test.each(["unreachable", "lost", "busy", "throttled", "server-error"] as const)(
    "with %s is repeated",
    async (code) => {
      const { read, attempts } = readFailing([failing(code), failing(code)]);
      expect(await retryRead(read, { maxRetries: 4, pacing: fakePacing(), signal: forever })).toBe("done");
      expect(attempts()).toBe(3);
    },
  );

  test.each(["unauthenticated", "forbidden", "not-found", "invalid", "interrupted"] as const)(
    "with %s is not repeated",
    async (code) => {
      const { read, attempts } = readFailing([failing(code)]);
      const failure = await rejectionOf(retryRead(read, { maxRetries: 4, pacing: fakePacing(), signal: forever }));
      expect(failure).toMatchObject({ code });
      expect(attempts()).toBe(1);
    },
  );

  test("with an unreadable 2xx is repeated, with an unreadable 4xx it is not", async () => {
    const good = readFailing([failing("unexpected-answer", { status: 200 })]);
    expect(await retryRead(good.read, { maxRetries: 1, pacing: fakePacing(), signal: forever })).toBe("done");
    const bad = readFailing([failing("unexpected-answer", { status: 404 })]);
    await rejectionOf(retryRead(bad.read, { maxRetries: 1, pacing: fakePacing(), signal: forever }));
    expect(bad.attempts()).toBe(1);
  });

  test("is repeated at most maxRetries times and then rejects with the last failure", async () => {
    const { read, attempts } = readFailing([failing("lost"), failing("lost"), failing("server-error")]);
    expect(await rejectionOf(retryRead(read, { maxRetries: 2, pacing: fakePacing(), signal: forever }))).toMatchObject({
      code: "server-error",
    });
    expect(attempts()).toBe(3);
  });

  test("waits between 0 and a doubling, bounded time", async () => {
    const failures = Array.from({ length: 9 }, () => failing("lost"));
    const [low, high] = [fakePacing(0), fakePacing(0.999_999)];
    await retryRead(readFailing(failures).read, { maxRetries: 9, pacing: low, signal: forever });
    await retryRead(readFailing(failures).read, { maxRetries: 9, pacing: high, signal: forever });
    expect(low.slept).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(high.slept).toEqual([499, 999, 1999, 3999, 7999, 15999, 29999, 29999, 29999]);
  });

  test("waits longer when throttled, and as long as Retry-After asks with jitter on top", async () => {
    const pacing = fakePacing(0.5);
    const failures = [
      failing("throttled"),
      failing("throttled", { retryAfterMs: 45_000 }),
      failing("server-error", { retryAfterMs: 120_000 }),
    ];
    await retryRead(readFailing(failures).read, { maxRetries: 4, pacing, signal: forever });
    expect(pacing.slept).toEqual([2_000, 45_000 + 4_000, 120_000 + 1_000]);
  });

  test.each([
    [300_001, "5m1s"],
    [599_000, "9m59s"],
    [600_000, "10m or more"],
  ])("that is asked to wait %i ms is not repeated, and says so", async (retryAfterMs, told) => {
    const pacing = fakePacing();
    const { read, attempts } = readFailing([failing("throttled", { status: 429, retryAfterMs })]);
    const failure = await rejectionOf(retryRead(read, { maxRetries: 4, pacing, signal: forever }));
    expect(failure).toMatchObject({ code: "throttled", status: 429, retryAfterMs });
    expect(String(failure)).toContain(
      `throttled The service asked to wait ${told} before the next call (Retry-After).`,
    );
    expect([attempts(), pacing.slept]).toEqual([1, []]);
  });

  test("is asked to wait five minutes in all, and says how much of them is over", async () => {
    const pacing = fakePacing(0);
    const failures = Array.from({ length: 9 }, () => failing("server-error", { status: 503, retryAfterMs: 70_000 }));
    const { read, attempts } = readFailing(failures);
    const failure = await rejectionOf(retryRead(read, { maxRetries: 8, pacing, signal: forever }));
    expect(String(failure)).toContain(
      "asked to wait 1m10s before the next call (Retry-After). Reads wait 5m at most, and 4m40s are over, so this one was not repeated.",
    );
    expect([attempts(), pacing.slept]).toEqual([5, [70_000, 70_000, 70_000, 70_000]]);
  });

  test("because a hold kept it back, or the login before it, has used up no try and none of the budget", async () => {
    const heldBack = (): DmsError =>
      new DmsError({ code: "throttled", fate: "not-sent", message: "held back", retryAfterMs: 9_000 });
    const empty = { spend: () => false, refund: () => undefined };
    const held = readFailing([heldBack(), heldBack(), heldBack()]);
    const options = { maxRetries: 0, budget: empty, pacing: fakePacing(), signal: forever };
    expect(await retryRead(held.read, options)).toBe("done");
    expect(held.attempts()).toBe(4);
    // Keystone itself refused this login.
    const refused = new DmsError({ code: "throttled", fate: "not-sent", message: "429", status: 429, retryAfterMs: 9 });
    const { read, attempts } = readFailing([refused]);
    await rejectionOf(retryRead(read, { maxRetries: 0, pacing: fakePacing(), signal: forever }));
    expect(attempts()).toBe(1);
  });

  test("an interrupt during the wait ends it, says so, and keeps the failure before it", async () => {
    const stop = new AbortController();
    const { read, attempts } = readFailing([failing("lost"), failing("lost")]);
    const pacing = {
      ...fakePacing(),
      sleep: () => {
        stop.abort();
        return Promise.resolve();
      },
    };
    const failure = await rejectionOf(retryRead(read, { maxRetries: 4, pacing, signal: stop.signal }));
    expect(failure).toMatchObject({ code: "interrupted", fate: "not-sent", cause: { code: "lost" } });
    expect(attempts()).toBe(1);
  });

  test("an error that is not a call failure is passed on at once", async () => {
    const bug = new TypeError("bug");
    const read = (): Promise<string> => Promise.reject(bug);
    expect(await rejectionOf(retryRead(read, { maxRetries: 4, pacing: fakePacing(), signal: forever }))).toBe(bug);
  });
});

describe("the budget of all reads", () => {
  /** Runs reads that fail so often and then end well, or never do; answers how often they were tried in all. */
  const triesOf = async (budget: Options["budget"], reads: number, failuresOfEach: number): Promise<number> => {
    let tries = 0;
    for (let n = 0; n < reads; n += 1) {
      const { read, attempts } = readFailing(Array.from({ length: failuresOfEach }, () => failing("server-error")));
      const options = { maxRetries: 4, budget, pacing: fakePacing(), signal: forever };
      await retryRead(read, options).catch((thrown: unknown) => expect(thrown).toMatchObject({ code: "server-error" }));
      tries += attempts();
    }
    return tries;
  };

  test("lets ten thousand reads of a broken service retry a hundred times in all", async () => {
    expect(await triesOf(createRetryBudget(), 10_000, 5)).toBe(10_100);
  });

  test("is filled by reads that succeed at once, a retry for every five, up to its first size", async () => {
    const budget = createRetryBudget();
    await triesOf(budget, 100, 5);
    expect(await triesOf(budget, 1, 5)).toBe(1);
    await triesOf(budget, 14, 0);
    expect(await triesOf(budget, 1, 5)).toBe(1 + 2);
    await triesOf(budget, 10_000, 0);
    expect(await triesOf(budget, 100, 5)).toBe(200);
  });

  test("is not used up by reads that end well after one retry each", async () => {
    const budget = createRetryBudget();
    expect(await triesOf(budget, 1_000, 1)).toBe(2_000);
  });

  test("is not touched by failures that no retry could help", async () => {
    const budget = { spend: jest.fn(() => true), refund: jest.fn() };
    const { read } = readFailing([failing("forbidden")]);
    await rejectionOf(retryRead(read, { maxRetries: 4, budget, pacing: fakePacing(), signal: forever }));
    expect(budget.spend).not.toHaveBeenCalled();
    expect(budget.refund).not.toHaveBeenCalled();
  });
});

describe("the real clock's sleep", () => {
  test("ends when the time is over, and at once when interrupted", async () => {
    await realPacing.sleep(1, forever);
    await realPacing.sleep(60_000, AbortSignal.abort());
    const stop = new AbortController();
    const sleep = realPacing.sleep(60_000, stop.signal);
    stop.abort();
    await sleep;
  });
});
