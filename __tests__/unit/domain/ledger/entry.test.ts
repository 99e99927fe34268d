import type { ActionRecord } from "../../../../lib/domain/action-record";
import { type Digests, isSettledBy, type JournalRow, sameDigests } from "../../../../lib/domain/ledger/entry";
import { recordOf } from "../../../support/rollout/records";

const at = (second: number): string => `2026-01-01T00:00:0${second}.000Z`;
const row = (more: Partial<ActionRecord>, trigger = "1"): JournalRow => ({
  record: recordOf({ finishedAt: at(5), ...more }),
  triggers: new Map([["config", trigger]]),
});

describe("digests are the same", () => {
  const digests: Digests = new Map([
    ["config", "#1"],
    ["image", "#2"],
  ]);

  test("in any order", () => {
    expect(sameDigests(digests, new Map([...digests].reverse()))).toBe(true);
    expect(sameDigests(new Map(), new Map())).toBe(true);
  });

  test.each<readonly [string, Digests]>([
    ["the first differs", new Map([...digests, ["config", "#3"]])],
    ["the last differs", new Map([...digests, ["image", "#3"]])],
    ["one is missing", new Map([["config", "#1"]])],
    ["one is more", new Map([...digests, ["more", "#3"]])],
    [
      "one has another name",
      new Map([
        ["config", "#1"],
        ["picture", "#2"],
      ]),
    ],
  ])("but not where %s", (_, other) => {
    expect(sameDigests(digests, other)).toBe(false);
    expect(sameDigests(other, digests)).toBe(false);
  });
});

describe("a row of a run whose end is known", () => {
  test("is settled by state of the same time or later, with the same triggers", () => {
    for (const result of ["success", "failed"] as const) {
      expect(isSettledBy(row({ result }), row({ result }))).toBe(true);
      expect(isSettledBy(row({ result }), row({ result: "unknown", finishedAt: at(6) }))).toBe(true);
      expect(isSettledBy(row({ result }), row({ result, finishedAt: at(4) }))).toBe(false);
      expect(isSettledBy(row({ result }), row({ result }, "2"))).toBe(false);
      expect(isSettledBy(row({ result }), undefined)).toBe(false);
    }
  });
});

describe("a row of unknown end", () => {
  const open = row({ result: "unknown", action: "delete" });

  test("is not settled by the same record, nor by one of a call that was not made", () => {
    expect(isSettledBy(open, open)).toBe(false);
    expect(isSettledBy(open, row({ result: "not_started", action: "delete", finishedAt: at(9) }))).toBe(false);
    expect(isSettledBy(open, undefined)).toBe(false);
  });

  test("is settled by a later end of such an action, and by any action that is proven later", () => {
    expect(isSettledBy(open, row({ result: "failed", action: "delete", finishedAt: at(6) }, "2"))).toBe(true);
    expect(isSettledBy(open, row({ result: "failed", action: "restart", finishedAt: at(6) }))).toBe(false);
    expect(isSettledBy(open, row({ result: "success", action: "restart", finishedAt: at(6) }))).toBe(true);
    expect(isSettledBy(open, row({ result: "success", action: "delete", finishedAt: at(4) }))).toBe(false);
  });
});
