import { describeAnnouncement, describeJournal, describeOutputs } from "../../../../lib/bin/demo/report";
import { hidden, hostilePieces, obeyed } from "../../../support/client/hostile-texts";
import type { JournalEntry } from "../../../../lib/emulator/journal/entry";

describe("the demonstration's output of a plan, of outputs and of the emulator's journal", () => {
  test.each(hostilePieces)("has no effect on a terminal or in a CI system, with %j in every text", (piece) => {
    const text = `${piece} a ${piece}`;
    const instance = { instance_id: text, name: text };
    const action = { ...instance, action: "restart", reason: text, wave: 1 };
    const record = { ...action, result: "failed", status: text, submitted_at: null, finished_at: null };
    const call = { method: "POST", path: text, body: { instances: [text] }, status: 200 } as unknown as JournalEntry;
    const lines = [
      ...describeAnnouncement({ actions: [action], purged: [instance], warnings: [{ summary: text, detail: text }] }),
      ...describeOutputs({ results: { [text]: record }, unfinished: [text], purged: [instance] }),
      ...describeJournal([call]),
    ];
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => hidden.test(line) || obeyed.test(line.trimStart()))).toEqual([]);
  });
});
