import type { Entry, OpenRecord } from "../../../../lib/domain/ledger/entry";
import { isSameEntry } from "../../../../lib/domain/ledger/same-entry";
import { recordOf } from "../../../support/rollout/records";

const open = (result: OpenRecord["result"], requestId = "req-1"): OpenRecord => ({
  ...recordOf({ requestId }),
  result,
});
const triggers = new Map([["config", "#1"]]);
const others = new Map([["config", "#2"]]);

/** Entries, each of which differs from each other in one thing at least. */
const entries: readonly Entry[] = [
  { ranFor: triggers },
  { ranFor: others },
  { ranFor: new Map() },
  { ranFor: "configured" },
  { ranFor: "nothing" },
  { ranFor: "unknown" },
  { ranFor: triggers, proven: recordOf({}) },
  { ranFor: triggers, proven: recordOf({ taskId: "task-1" }) },
  { ranFor: triggers, proven: recordOf({ wasFaulty: true }) },
  { ranFor: triggers, restart: { record: open("failed"), forHealth: false } },
  { ranFor: triggers, restart: { record: open("failed", "req-2"), forHealth: false } },
  { ranFor: triggers, restart: { record: open("unknown"), forHealth: false } },
  { ranFor: triggers, restart: { record: open("failed"), forHealth: true } },
  { ranFor: triggers, restart: { record: open("failed"), forHealth: false, seenWell: true } },
  { ranFor: triggers, deletion: { record: open("failed"), triggers } },
  { ranFor: triggers, deletion: { record: open("unknown"), triggers } },
  { ranFor: triggers, deletion: { record: open("failed"), triggers: others } },
  { ranFor: triggers, deletion: { record: open("failed"), triggers: new Map() } },
  {
    ranFor: triggers,
    restart: { record: open("failed"), forHealth: false },
    deletion: { record: open("failed"), triggers },
  },
];

describe("two entries", () => {
  test.each(entries)("say the same if they are copies: %j", (entry) => {
    expect(isSameEntry(entry, structuredClone(entry))).toBe(true);
  });

  test.each(entries)("differ if anything does: %j", (entry) => {
    const same = entries.filter((other) => isSameEntry(entry, other));
    expect(same).toEqual([entry]);
  });

  test("say the same where only the run that made a record could tell them apart", () => {
    const why = { proven: recordOf({ why: "status" }), ranFor: triggers };
    expect(isSameEntry(why, { ...why, proven: recordOf({}) })).toBe(true);
    expect(isSameEntry({ ...why, proven: recordOf({}) }, { ...why, proven: recordOf({ why: "unreadable" }) })).toBe(
      true,
    );
  });
});
