import fc from "fast-check";
import { createHostHolds, type HostHolds } from "../../../../lib/client/retries/host-holds";
import type { HttpAnswer, HttpRequest, Send } from "../../../../lib/client/http/http-message";
import { retryRead, type Pacing, createRetryBudget } from "../../../../lib/client/retries/read-retry";
import { answerFailure } from "../../../../lib/client/answers/answer-failure";
import { fakePacing, forever, rejectionOf } from "../../../support/client/fixture-config";
import { VirtualClock } from "../../../support/rollout/clock";

const request = (host: string, isWrite = false): HttpRequest => ({
  method: isWrite ? "POST" : "GET",
  url: new URL(`https://${host}/v1.0/p/instances`),
  headers: {},
  isWrite,
  secrets: [],
});

const ok: HttpAnswer = { status: 200, headers: {}, body: "{}" };
const coded = (status: number, code: string, retryAfter?: string): HttpAnswer => ({
  status,
  headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  body: JSON.stringify({ error_code: code, error_msg: "too many" }),
});

/** Sends that are answered in turn. */
function answering(holds: HostHolds, ...answers: readonly HttpAnswer[]) {
  const sent: HttpRequest[] = [];
  const send: Send = (each) => {
    sent.push(each);
    return Promise.resolve({ request: each, answer: answers[sent.length - 1] ?? ok });
  };
  return { sent, send: holds.heeding(send) };
}

describe("H6: a read that has waited long for holds", () => {
  /** A read of a host that refuses the first call for so many seconds, or answers it with `first`. */
  const read = async (holds: HostHolds, pacing: Pacing, first: HttpAnswer, host = "a"): Promise<void> => {
    const { send } = answering(holds, first);
    await holds.counting([{ host, kind: "listings" }], (counted) =>
      retryRead(
        async (giveUpMs) => {
          await holds.pass(host, "listings", forever, { pacing: counted, giveUpMs });
          const { answer } = await send(request(host), forever);
          if (answer.status >= 400) throw answerFailure(request(host), answer, pacing.now());
        },
        { maxRetries: 3, budget: createRetryBudget(), pacing: counted, signal: forever },
      ),
    );
  };

  test("is reported once: the host, how long, and the words; a later one is not", async () => {
    const pacing = fakePacing(0);
    const holds = createHostHolds(pacing);
    await read(holds, pacing, coded(429, "APIG.0308", "45"));
    await read(holds, pacing, coded(429, "APIG.0308", "50"), "b");
    expect(holds.takeLongWait()).toEqual({
      host: "a",
      kind: "listings",
      waitedMs: 45_000,
      words: "HTTP 429, APIG.0308",
    });
    expect(holds.takeLongWait()).toBeUndefined();
    await read(holds, pacing, coded(429, "APIG.0308", "55"));
    expect(holds.takeLongWait()).toBeUndefined();
  });

  test("counts the wait for a hold that another call has brought", async () => {
    const pacing = fakePacing(0);
    const holds = createHostHolds(pacing);
    await answering(holds, coded(429, "APIG.0308", "40")).send(request("a", true), forever);
    await read(holds, pacing, ok);
    expect(holds.takeLongWait()).toMatchObject({ waitedMs: 40_000 });
  });

  test.each([
    ["a hold of half a minute", coded(429, "APIG.0308", "30")],
    ["a wait without a hold", coded(503, "DMS.00500000", "45")],
  ])("is not %s", async (_, answer) => {
    const pacing = fakePacing(0);
    const holds = createHostHolds(pacing);
    await read(holds, pacing, answer);
    expect(holds.takeLongWait()).toBeUndefined();
  });
});

describe("H1: an answer that asks for fewer calls holds every call to its host, for a minute at most", () => {
  test.each([
    ["429 without a code", { status: 429, headers: { "retry-after": "7" }, body: "" }],
    ["the gateway's code", coded(429, "APIG.0308", "7")],
    ["the service's own code with 404", coded(404, "DMS.10240407", "7")],
  ])("%s", async (_, answer) => {
    const pacing = fakePacing();
    const holds = createHostHolds(pacing);
    const { sent, send } = answering(holds, answer);
    await send(request("a"), forever);
    expect(await rejectionOf(send(request("a", true), forever))).toMatchObject({
      code: "throttled",
      fate: "not-sent",
      retryAfterMs: 7_000,
    });
    await send(request("b"), forever);
    expect(sent.map(({ url }) => url.host)).toEqual(["a", "b"]);
  });

  test.each([
    ["429 without Retry-After (H4)", coded(429, "APIG.0308")],
    ["another failure with Retry-After", coded(503, "DMS.00500000", "7")],
    ["a Retry-After that cannot be read", coded(429, "APIG.0308", "soon")],
  ])("but not %s", async (_, answer) => {
    const { sent, send } = answering(createHostHolds(fakePacing()), answer);
    await send(request("a"), forever);
    await send(request("a"), forever);
    expect(sent).toHaveLength(2);
  });

  test("for as long as the longest of several answers asks", async () => {
    const pacing = fakePacing();
    const holds = createHostHolds(pacing);
    const send = holds.heeding((each) =>
      Promise.resolve({ request: each, answer: coded(429, "APIG.0308", each.url.host) }),
    );
    const both = [coded(429, "APIG.0308", "9"), coded(429, "APIG.0308", "2")];
    const { send: sendBoth } = answering(holds, ...both);
    await Promise.all([sendBoth(request("a"), forever), sendBoth(request("a"), forever)]);
    expect(await rejectionOf(send(request("a"), forever))).toMatchObject({ retryAfterMs: 9_000 });
  });
});

describe("H2: a read", () => {
  test("waits the hold out, and a chance time more, and spends no try on it", async () => {
    const pacing = fakePacing(0.5);
    const holds = createHostHolds(pacing);
    const { sent, send } = answering(holds, coded(429, "APIG.0308", "8"));
    await send(request("a"), forever);
    await holds.pass("a", "listings", forever);
    await send(request("a"), forever);
    expect(pacing.slept).toEqual([8_000 + 1_000]);
    expect(sent).toHaveLength(2);
  });

  test("does not wait for another host, nor after its signal", async () => {
    const pacing = fakePacing();
    const holds = createHostHolds(pacing);
    await answering(holds, coded(429, "APIG.0308", "8")).send(request("a"), forever);
    await holds.pass("b", "listings", forever);
    await holds.pass("a", "listings", AbortSignal.abort());
    expect(pacing.slept).toEqual([]);
  });

  test("gets the reason if a hold is too long to wait for", async () => {
    const pacing = fakePacing();
    const holds = createHostHolds(pacing);
    const { send } = answering(holds, coded(429, "APIG.0308", "500"));
    await send(request("a"), forever);
    const read = () => holds.pass("a", "listings", forever).then(() => send(request("a"), forever));
    const retried = retryRead(read, { maxRetries: 4, budget: createRetryBudget(), pacing, signal: forever });
    expect(await rejectionOf(retried)).toMatchObject({ code: "throttled", fate: "not-sent" });
    expect(pacing.slept).toEqual([]);
  });
});

describe("H5: what an answer asks beyond a minute", () => {
  const minuteMs = 60_000;
  const at = (path: string, method: "GET" | "POST" = "GET"): HttpRequest => ({
    ...request("a", method === "POST"),
    url: new URL(`https://a/base/v2/p${path}`),
  });
  const one = "/instances/00000000-0000-4000-8000-000000000001";
  const calls: readonly (readonly [string, HttpRequest])[] = [
    ["listings", at("/instances?limit=50")],
    ["single reads", at(one)],
    ["task records", at(`${one}/tasks?start=1`)],
    ["actions", at("/instances/action", "POST")],
    ["logins", { ...at("", "POST"), url: new URL("https://a/v3/auth/tokens") }],
  ];

  test.each(calls)("holds %s alone", async (_, throttled) => {
    const pacing = fakePacing();
    const holds = createHostHolds(pacing);
    const { send } = answering(holds, coded(429, "APIG.0308", "600"));
    await send(throttled, forever);
    const isHeld = async (call: HttpRequest): Promise<boolean> =>
      send(call, forever).then(
        () => false,
        () => true,
      );
    const heldNow = async () =>
      (await Promise.all(calls.map(([, call]) => isHeld(call)))).map((held, at) => [calls[at]![0], held]);
    expect((await heldNow()).every(([, held]) => held)).toBe(true);
    await pacing.sleep(minuteMs, forever);
    const own = calls.map(([kind, call]) => [kind, call === throttled]);
    expect(await heldNow()).toEqual(own);
    await pacing.sleep(8 * minuteMs + 59_000, forever);
    expect(await heldNow()).toEqual(own);
    await pacing.sleep(1_000, forever);
    expect((await heldNow()).some(([, held]) => held)).toBe(false);
  });

  test("lets other reads wait for a minute, and says of which calls it is", async () => {
    const pacing = fakePacing(0);
    const holds = createHostHolds(pacing);
    const told: string[] = [];
    const listen = () => holds.listen("a", (untilMs, held) => told.push(`${held} ${String(untilMs - pacing.now())}`));
    listen();
    await answering(holds, coded(429, "APIG.0308", "600")).send(calls[2]![1], forever);
    listen();
    const both = ["all 60000", "task records 600000"];
    expect(told).toEqual([...both, ...both]);
    await holds.pass("a", "listings", forever);
    await holds.pass("a", "task records", forever);
    // The second is too long to be waited out.
    expect(pacing.slept).toEqual([minuteMs]);
  });
});

test("H3: what is interrupted during a hold fails as interrupted, by the transport", async () => {
  const holds = createHostHolds(fakePacing());
  const { sent, send } = answering(holds, coded(429, "APIG.0308", "8"));
  await send(request("a"), forever);
  await send(request("a"), AbortSignal.abort());
  expect(sent).toHaveLength(2);
});

test("a hold is reported once, an active one at once, and one that lasts longer again", async () => {
  const pacing = fakePacing();
  const holds = createHostHolds(pacing);
  const told: string[] = [];
  const until = (name: string) => (untilMs: number) => told.push(`${name} ${String(untilMs - pacing.now())}`);
  const end = holds.listen("a", until("first"));
  const answers = ["2", "2.5", "9"].map((seconds) => coded(429, "APIG.0308", seconds));
  const { send } = answering(holds, ...answers);
  await Promise.all(answers.map(() => send(request("a"), forever)));
  holds.listen("a", until("late"));
  holds.listen("b", until("other"));
  end();
  expect(told).toEqual(["first 2000", "first 9000", "late 9000"]);
});

describe("any number of reads behind a gateway that refuses them all", () => {
  test("H2: none of them waits longer than five minutes, however often others make the hold longer", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 8 }),
        async (readers, retryAfter, maxRetries) => {
          const clock = new VirtualClock(0);
          const pacing: Pacing = {
            now: () => clock.now(),
            sleep: (ms, signal) => clock.sleep(ms, signal),
            random: () => 0.99,
          };
          const holds = createHostHolds(pacing);
          const sent: number[] = [];
          const send = holds.heeding((each) => {
            sent.push(clock.now());
            return Promise.resolve({ request: each, answer: coded(429, "APIG.0308", String(retryAfter)) });
          });
          const read = (signal: AbortSignal) =>
            holds.counting([{ host: "a", kind: "listings" }], (counted) =>
              retryRead(
                async (giveUpMs) => {
                  await holds.pass("a", "listings", signal, { pacing: counted, giveUpMs });
                  const { request: asked, answer } = await send(request("a"), signal);
                  throw answerFailure(asked, answer, clock.now());
                },
                { maxRetries, budget: createRetryBudget(), pacing: counted, signal },
              ),
            );
          const failures = await clock.run(
            Promise.all(Array.from({ length: readers }, () => rejectionOf(read(new AbortController().signal)))),
          );
          for (const failure of failures) expect(failure).toMatchObject({ code: "throttled" });
          // Beside the wait that was asked for there is the chance time.
          expect(clock.now()).toBeLessThanOrEqual(5 * 60_000 + 30_000);
          expect(sent.length).toBeLessThanOrEqual(readers * (maxRetries + 1));
        },
      ),
      { numRuns: 60 },
    ));
});

describe("any number of reads behind a gateway with a limit", () => {
  const rates = fc.record({
    perSecond: fc.integer({ min: 1, max: 10 }),
    reads: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 20 }),
    retryAfter: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });

  test("nothing is sent during a hold, every read ends well, and few are refused", () =>
    fc.assert(
      fc.asyncProperty(rates, async ({ perSecond, reads, retryAfter, seed }) => {
        const clock = new VirtualClock(0);
        let random = seed;
        const pacing: Pacing = {
          now: () => clock.now(),
          sleep: (ms, signal) => clock.sleep(ms, signal),
          random: () => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647,
        };
        const holds = createHostHolds(pacing);
        const counts = new Map<number, number>();
        let heldUntilMs = 0;
        let refused = 0;
        const sentDuringHold: number[] = [];
        const send = holds.heeding(async (each) => {
          if (clock.now() < heldUntilMs) sentDuringHold.push(clock.now());
          const second = Math.floor(clock.now() / 1_000);
          counts.set(second, (counts.get(second) ?? 0) + 1);
          if ((counts.get(second) ?? 0) <= perSecond) return { request: each, answer: ok };
          refused += 1;
          heldUntilMs = Math.max(heldUntilMs, clock.now() + retryAfter * 1_000);
          return Promise.resolve({ request: each, answer: coded(429, "APIG.0308", String(retryAfter)) });
        });
        const read = async (signal: AbortSignal): Promise<void> => {
          await holds.pass("a", "listings", signal);
          const { request: asked, answer } = await send(request("a"), signal);
          if (answer.status !== 200) throw answerFailure(asked, answer, clock.now());
        };
        const all = reads.map(async (atMs) => {
          const { signal } = new AbortController();
          await clock.sleep(atMs, signal);
          await retryRead(() => read(signal), { maxRetries: 40, budget: createRetryBudget(), pacing, signal });
        });
        await clock.run(Promise.all(all));
        expect(sentDuringHold).toEqual([]);
        // Each hold is learned by one refusal.
        expect(refused).toBeLessThanOrEqual(reads.length);
      }),
      { numRuns: 60 },
    ));
});
