import { DmsError } from "../../../lib/client/dms-error";
import { realPacing, retryRead } from "../../../lib/client/read-retry";
import { parseRetryAfter } from "../../../lib/client/retry-after";
import type { CallFailureCode } from "../../../lib/domain/call-failure";
import { fakePacing, forever, rejectionOf } from "../../support/client/fixture-config";

const failing = (code: CallFailureCode, more: { status?: number; retryAfterMs?: number } = {}): DmsError =>
  new DmsError({ code, fate: "refused", message: code, ...more });

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

  test("waits longer when throttled, and never less than Retry-After asks", async () => {
    const pacing = fakePacing(0.5);
    const failures = [failing("throttled"), failing("throttled", { retryAfterMs: 45_000 })];
    await retryRead(readFailing(failures).read, { maxRetries: 4, pacing, signal: forever });
    expect(pacing.slept).toEqual([2_000, 45_000]);
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

  test("an error that is no call failure is passed on at once", async () => {
    const bug = new TypeError("bug");
    const read = (): Promise<string> => Promise.reject(bug);
    expect(await rejectionOf(retryRead(read, { maxRetries: 4, pacing: fakePacing(), signal: forever }))).toBe(bug);
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

describe("Retry-After", () => {
  const now = Date.UTC(2026, 3, 1, 12, 0, 0);

  test.each([
    ["0", 0],
    ["5", 5_000],
    [" 30 ", 30_000],
    ["3600", 60_000],
    ["99999999999999999999", 60_000],
    ["Wed, 01 Apr 2026 12:00:20 GMT", 20_000],
    ["Wed, 01 Apr 2026 11:00:00 GMT", 0],
    ["Wed, 01 Apr 2026 23:00:00 GMT", 60_000],
  ])("%j is %i ms", (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));

  test.each([undefined, "", "-5", "soon", "12 apples", "Xyz, not a date", "2026-04-01T12:00:20Z"])(
    "%j is nothing",
    (header) => expect(parseRetryAfter(header, now)).toBeUndefined(),
  );
});
