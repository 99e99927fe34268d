import type { ActionRecord } from "../../../../lib/domain/action-record";
import type { Held } from "../../../../lib/domain/ledger/judge";
import { type JudgedRun, ledgerAfter, unfinishedOf } from "../../../../lib/domain/ledger/run";
import { recordOf } from "../../../support/rollout/records";
import { heldRecord } from "../../../../lib/domain/rollout/held-record";

const triggers = new Map([["revision", "#2"]]);
const before = new Map([["revision", "#1"]]);
const due = { name: "audit", id: "i", verb: "restart", action: "restart", reason: "" } as const;
const frozen: Held = { due, hold: { kind: "status", status: "FROZEN" } };
const tried: Held = { due, hold: { kind: "tried" } };
const inError = {
  ...recordOf({ status: "ERROR", reason: "it ended in ERROR", wasFaulty: true }),
  result: "failed",
} as const;

const runOf = (held: Held, last?: ActionRecord): JudgedRun => ({
  desired: [{ name: "audit", id: "i", state: "running", triggers }],
  planned: [],
  held: [held],
  ledger: new Map([
    ["i", { ranFor: before, ...(held === tried && { restart: { record: inError, forHealth: false } }) }],
  ]),
  records: new Map(last === undefined ? [] : [["i", last]]),
  statuses: new Map([["i", "FROZEN"]]),
});
const nowMs = Date.parse("2026-02-01T00:00:00Z");

describe("the results of a held call", () => {
  test("for a status: no call was made, in no wave, with the condition that makes it due again", () => {
    expect(heldRecord(runOf(frozen, recordOf({})), frozen, nowMs)).toMatchObject({
      result: "not_started",
      wave: 0,
      submittedAt: "",
      finishedAt: "2026-02-01T00:00:00.000Z",
      reason:
        "the service does not restart an instance in status FROZEN; no call was made for it; it is due again once a refresh shows another status",
    });
  });

  test("stays as it is while the status does, and is new for another one", () => {
    const first = heldRecord(runOf(frozen), frozen, nowMs);
    expect(heldRecord(runOf(frozen, first), frozen, nowMs + 1)).toBe(first);
    const other: Held = { due, hold: { kind: "status", status: "CREATEFAILED" } };
    expect(heldRecord(runOf(other, first), other, nowMs + 1)).toMatchObject({ status: "CREATEFAILED" });
  });

  test("for ERROR before and after: its last restart, also where another action was tried since", () => {
    const deletion = recordOf({ action: "delete", result: "failed" });
    for (const last of [inError, deletion]) {
      const { reason, ...rest } = heldRecord(runOf(tried, last), tried, nowMs);
      expect({ ...rest, reason: "it ended in ERROR" }).toEqual(inError);
      expect(reason).toContain("restarted again only for new restart_triggers");
    }
  });
});

test("a call that is held leaves its entry as it was, and stays unfinished", () => {
  const run = runOf(frozen);
  expect(ledgerAfter(run, new Map())).toEqual(run.ledger);
  expect(ledgerAfter({ ...run, ledger: new Map() }, new Map()).get("i")).toEqual({ ranFor: "nothing" });
  expect(unfinishedOf(run, run.records)).toEqual(["audit"]);
});
