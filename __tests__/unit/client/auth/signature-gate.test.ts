import fc from "fast-check";
import { createSignatureGate, type SignatureGate } from "../../../../lib/client/auth/signature-gate";
import type { Verdict } from "../../../../lib/client/auth/authenticator";
import { randomRuns } from "../../../support/chaos/random-runs";
import { forever } from "../../../support/client/fixture-config";

/** Lets resolved promises be taken in. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Entry = Awaited<ReturnType<SignatureGate["enter"]>>;

/** Asks for a place for each of `count` signatures, and keeps how each was let in, in order. */
function queueOf(gate: SignatureGate, count: number, signal?: AbortSignal): Entry[] {
  const entries: Entry[] = [];
  for (let n = 0; n < count; n += 1) {
    void gate.enter(signal ?? new AbortController().signal).then((entry) => entries.push(entry));
  }
  return entries;
}

/** A gate whose key was accepted once; the next tickets are 2, 3, … */
async function provenGate(): Promise<SignatureGate> {
  const gate = createSignatureGate();
  expect(await gate.enter(forever)).toBe(1);
  gate.leave(1, "accepted");
  return gate;
}

test("an unproven key is under way once, after any number of answers without a verdict", async () => {
  const gate = createSignatureGate();
  const entries = queueOf(gate, 10);
  for (let ticket = 1; ticket <= 5; ticket += 1) {
    await settle();
    expect(entries).toHaveLength(ticket);
    gate.leave(ticket, "nothing");
  }
});

test("an unproven key that is refused lets no further signature out", async () => {
  const gate = createSignatureGate();
  const entries = queueOf(gate, 5);
  gate.leave(1, "nothing");
  gate.leave(2, "refused");
  await settle();
  expect(entries).toEqual([1, 2, "given-up", "given-up", "given-up"]);
  expect(await gate.enter(forever)).toBe("given-up");
});

test("a proven key is under way as often as it may be refused, and once after a refusal", async () => {
  const gate = await provenGate();
  const entries = queueOf(gate, 8);
  await settle();
  expect(entries).toEqual([2, 3, 4]);
  gate.leave(2, "refused");
  gate.leave(3, "nothing");
  await settle();
  expect(entries).toHaveLength(3);
  gate.leave(4, "nothing");
  await settle();
  expect(entries).toEqual([2, 3, 4, 5]);
  gate.leave(5, "accepted");
  await settle();
  expect(entries).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

test("a signature that was accepted before another was refused does not make the refusal undone", async () => {
  const gate = await provenGate();
  const entries = queueOf(gate, 8);
  gate.leave(4, "refused");
  gate.leave(3, "refused");
  gate.leave(2, "accepted");
  await settle();
  expect(entries).toEqual([2, 3, 4, 5]);
  gate.leave(5, "refused");
  await settle();
  expect(entries).toEqual([2, 3, 4, 5, "given-up", "given-up", "given-up", "given-up"]);
});

test("a wait ends with its signal, and takes no room from the others", async () => {
  const gate = createSignatureGate();
  await gate.enter(forever);
  const stop = new AbortController();
  const stopped = queueOf(gate, 2, stop.signal);
  const others = queueOf(gate, 1);
  stop.abort();
  await settle();
  expect(stopped).toEqual(["interrupted", "interrupted"]);
  expect(others).toEqual([]);
  gate.leave(1, "nothing");
  await settle();
  expect(others).toEqual([2]);
  expect(await gate.enter(AbortSignal.abort())).toBe("interrupted");
});

test("in any order of answers, a key revoked in use is refused at most three times, a wrong one once", async () => {
  /** Which of those under way is answered next, and whether the gateway was too busy to look at it. */
  const answers = fc.array(fc.record({ which: fc.nat(), busy: fc.boolean() }), { minLength: 20, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(answers, fc.nat({ max: 15 }), async (given, acceptedSoFar) => {
      const gate = createSignatureGate();
      const entries = queueOf(gate, 100);
      const underWay: number[] = [];
      let refusals = 0;
      for (const { which, busy } of given) {
        await settle();
        for (const entry of entries.splice(0)) if (typeof entry === "number") underWay.push(entry);
        const [ticket] = underWay.splice(which % Math.max(1, underWay.length), 1);
        if (ticket === undefined) break;
        // The service judges in the order of sending; the key is revoked at some point.
        const judged: Verdict = ticket <= acceptedSoFar ? "accepted" : "refused";
        if (judged === "refused" && !busy) refusals += 1;
        gate.leave(ticket, busy ? "nothing" : judged);
      }
      expect(refusals).toBeLessThanOrEqual(acceptedSoFar === 0 ? 1 : 3);
    }),
    randomRuns(200),
  );
});
