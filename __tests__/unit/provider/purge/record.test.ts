import { decodePrivate, encodePrivate, encodeCandidates, type PurgeState } from "../../../../lib/provider/purge/stored";
import { notSent, type PurgeOutcome } from "../../../../lib/rollout/purge";
import { openAfter, predecessorOf, purgedBy, purgedSince } from "../../../../lib/provider/purge/record";

const [first, second, third] = [
  { id: "a", name: "first" },
  { id: "b", name: "second" },
  { id: "c", name: "third" },
] as const;
const earlierAt = "2026-01-01T00:00:00.000Z";
const sentAt = "2026-01-02T00:00:00.000Z";

const state = (parts: Partial<PurgeState> = {}): PurgeState => ({
  engine: "kafka",
  max_purge: null,
  allow_deletion: true,
  project_id: null,
  project_name: null,
  region: null,
  id: "object",
  planned_purge: [],
  pending: [],
  purged: encodeCandidates([third]),
  purged_at: earlierAt,
  ...parts,
});

const outcome = (parts: Partial<PurgeOutcome>): PurgeOutcome => ({
  gone: [],
  removed: [],
  left: [first],
  unseen: [first],
  calledAtMs: Date.parse(sentAt),
  sentAtMs: Date.parse(sentAt),
  requestId: undefined,
  troubles: [],
  ...parts,
});

describe("the record of a purge", () => {
  test("is that of the last one that was carried out for certain", () => {
    const unclear = outcome({ sentAtMs: undefined });
    expect(purgedBy(outcome({ removed: [second] }), state())).toEqual({
      purged: encodeCandidates([second]),
      purged_at: sentAt,
    });
    expect(purgedBy(unclear, state())).toEqual({ purged: encodeCandidates([third]), purged_at: earlierAt });
    expect(purgedBy(unclear, undefined)).toEqual({ purged: [], purged_at: null });
  });

  test("stays open for instances of a call whose end was not seen", () => {
    const earlier = { sentAt: earlierAt, candidates: [third] };
    expect(openAfter(outcome({}), earlier)).toEqual({ sentAt, candidates: [first] });
    expect(openAfter(outcome({ sentAtMs: undefined }), earlier)).toEqual({ sentAt, candidates: [first] });
    expect(openAfter(outcome({ unseen: [] }), earlier)).toBeUndefined();
    expect(openAfter(notSent([first], []), earlier)).toEqual(earlier);
  });

  test("adds instances that have gone since to those that the same purge removed before", () => {
    const open = { sentAt, candidates: [first, second] };
    const begun = purgedSince(state({ purged_at: sentAt }), open, [second]);
    expect(begun).toEqual({
      recorded: { purged: encodeCandidates([first, third]), purged_at: sentAt },
      open: { sentAt, candidates: [second] },
    });
    expect(purgedSince(state({ ...begun.recorded }), begun.open!, [])).toEqual({
      recorded: { purged: encodeCandidates([first, second, third]), purged_at: sentAt },
      open: undefined,
    });
  });

  test("of an earlier purge is replaced once the open one turns out to be carried out, and not before", () => {
    const open = { sentAt, candidates: [first] };
    expect(purgedSince(state(), open, [first])).toEqual({
      recorded: { purged: encodeCandidates([third]), purged_at: earlierAt },
      open,
    });
    expect(purgedSince(state(), open, []).recorded).toEqual({ purged: encodeCandidates([first]), purged_at: sentAt });
  });

  test("is passed on by the one object of the engine whose creation failed", () => {
    const seen = (...states: readonly PurgeState[]) =>
      states.map((each) => ({ state: each, private: undefined }) as const);
    const uncreated = state({ id: null });
    const others = [state(), state({ id: null, engine: "rabbitmq" })];
    expect(predecessorOf("kafka", seen(...others, uncreated))).toBe(uncreated);
    expect(predecessorOf("kafka", seen(...others))).toBeUndefined();
    expect(predecessorOf("kafka", seen(uncreated, state({ id: null, max_purge: 1 })))).toBeUndefined();
  });

  test("survives its way through Terraform; data of other writers counts as empty", () => {
    const kept = { object: "object", open: { sentAt, candidates: [first, second] } };
    expect(decodePrivate(encodePrivate(kept))).toEqual(kept);
    const empty = { object: undefined, open: undefined };
    expect(decodePrivate(encodePrivate(empty))).toEqual(empty);
    for (const foreign of ["", "null", "[]", '{"object":1,"open":{"sentAt":1,"candidates":[]}}', '{"open":{}}']) {
      expect(decodePrivate(new TextEncoder().encode(foreign))).toEqual(empty);
    }
    expect(decodePrivate(undefined)).toEqual(empty);
  });
});
