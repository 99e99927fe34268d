import fc from "fast-check";
import { type ActionRecord, type Result, triedInError } from "../../../../lib/domain/action-record";
import type { Digests, Entry } from "../../../../lib/domain/ledger/entry";
import {
  type Desired,
  type Due,
  judge,
  type Known,
  type Rules,
  type Verdict,
} from "../../../../lib/domain/ledger/judge";
import { after, entryOf, joined, looked, settled, type StateRow, unsent } from "../../../../lib/domain/ledger/record";
import { decodeEntries, encodeLedger, ledgerFrom } from "../../../../lib/domain/ledger/stored";
import { recordOf } from "../../../support/rollout/records";
import {
  afterDue,
  afterNothing,
  dueFor,
  lookedAt,
  type ModelEntry,
  type ModelOutcome,
  type ModelVerb,
} from "../../../support/ledger/one-instance";

interface Step {
  readonly state: Desired["state"];
  readonly triggers: number;
  readonly status: "RUNNING" | "ERROR" | "DELETED";
  readonly restartUnhealthy: boolean;
  readonly outcome: ModelOutcome;
}

const step: fc.Arbitrary<Step> = fc.record({
  state: fc.constantFrom("running", "running", "deleted"),
  triggers: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom("RUNNING", "RUNNING", "RUNNING", "ERROR", "DELETED"),
  restartUnhealthy: fc.boolean(),
  outcome: fc.constantFrom("success", "failed", "broken", "unknown", "unsent"),
});
const history = fc.array(step, { minLength: 1, maxLength: 12 });

const digestsOf = (triggers: number): Digests => new Map([["config", `#${triggers}`]]);
const wantedOf = ({ state, triggers }: Step): Desired => ({ name: "i", id: "i", state, triggers: digestsOf(triggers) });
const rulesOf = ({ restartUnhealthy }: Step): Rules => ({ creating: false, restartOnCreate: false, restartUnhealthy });

const results: Readonly<Record<ModelOutcome, Result>> = {
  success: "success",
  failed: "failed",
  broken: "failed",
  unknown: "unknown",
  unsent: "not_started",
};

/** `wasFaulty`: it was in ERROR before the call. */
function recordAt(index: number, due: Due, outcome: ModelOutcome, wasFaulty: boolean): ActionRecord {
  const at = new Date(Date.UTC(2026, 0, 1, index)).toISOString();
  const { action } = due;
  const unsent = outcome === "unsent" && due.verb !== "verify";
  const result = due.verb === "verify" && outcome === "unsent" ? "unknown" : results[outcome];
  return recordOf({
    action,
    result,
    accepted: !unsent,
    status: outcome === "broken" ? "ERROR" : "RUNNING",
    ...(!unsent && result !== "success" && wasFaulty && { wasFaulty }),
    submittedAt: unsent ? "" : at,
    leftAt: "",
    finishedAt: at,
  });
}

interface State {
  readonly entry: Entry;
  readonly last: ActionRecord | undefined;
  readonly row: StateRow;
}

const adopted: State = {
  entry: { ranFor: digestsOf(1) },
  last: undefined,
  row: { triggers: digestsOf(1), last: undefined },
};

function verdictIn(state: State, each: Step, entry: Entry | undefined = state.entry): Verdict {
  const known: Known = { entry, last: state.last, status: each.status };
  return judge(wantedOf(each), known, rulesOf(each));
}

function verdictOf(state: State, each: Step, entry?: Entry): Due | undefined {
  const verdict = verdictIn(state, each, entry);
  if (verdict.kind === "undecided") throw new Error("all is known");
  return verdict.kind === "due" ? verdict.due : undefined;
}

/** One plan, after a look, and its apply; the knowledge goes through the codec, as it does between two runs. */
function run(before: State, each: Step, index: number): { readonly state: State; readonly due: Due | undefined } {
  const state = { ...before, entry: looked(before.entry, each.status, Date.UTC(2026, 0, 1, index)) };
  const verdict = verdictIn(state, each);
  const due = verdict.kind === "due" ? verdict.due : undefined;
  const wanted = wantedOf(each);
  const wasFaulty = due?.verb === "verify" ? state.entry.restart?.record.wasFaulty === true : each.status === "ERROR";
  const record = due && recordAt(index, due, each.outcome, wasFaulty);
  const last = record ?? state.last;
  const row = { triggers: wanted.triggers, last };
  return { state: { entry: throughCodec(entryAfter(state, verdict, record, each), row), last, row }, due };
}

function entryAfter({ entry }: State, verdict: Verdict, record: ActionRecord | undefined, each: Step): Entry {
  const wanted = wantedOf(each);
  if (verdict.kind === "held") return unsent(entry, verdict.due, wanted);
  if (verdict.kind === "due" && record !== undefined) return after(entry, verdict.due, record, wanted);
  return settled(entry, wanted, each.status);
}

function throughCodec(entry: Entry, row: StateRow): Entry {
  const rows = new Map([["i", row]]);
  const text = JSON.stringify(encodeLedger(new Map([["i", entry]]), rows));
  const read = ledgerFrom(rows, decodeEntries(JSON.parse(text))).get("i");
  if (read === undefined) throw new Error("the entry is lost");
  return read;
}

function verbOf(due: Due | undefined): ModelVerb | undefined {
  if (due === undefined) return undefined;
  return due.verb === "verify" ? `verify ${due.action}` : due.verb;
}

const settings = { numRuns: 3_000, seed: 13 };

describe("the ledger over random histories", () => {
  test("has the same due actions as the rules for one instance, also after every entry went through the codec", () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = adopted;
        let model: ModelEntry = { ranFor: 1 };
        steps.forEach((each, index) => {
          const seen = { gone: each.status === "DELETED", faulty: each.status === "ERROR" };
          model = lookedAt(model, seen);
          const verb = dueFor(model, each, seen, each.restartUnhealthy);
          const next = run(state, each, index);
          expect(verbOf(next.due)).toBe(verb);
          const outcome = verb?.startsWith("verify") && each.outcome === "unsent" ? "unknown" : each.outcome;
          model = verb === undefined ? afterNothing(model, each, seen) : afterDue(model, verb, outcome, each, seen);
          state = next.state;
        });
      }),
      settings,
    );
  });

  test("E1: an action that was not sent and is reverted is not due", () => {
    fc.assert(
      fc.property(history, step, step, (steps, undone, before) => {
        const start = steps.reduce((state, each, index) => run(state, each, index).state, adopted);
        const planned = verdictOf(start, before);
        const tried = run(start, { ...undone, status: before.status, outcome: "unsent" }, 100);
        fc.pre(tried.due !== undefined && tried.due.verb !== "verify");
        expect(verbOf(verdictOf(tried.state, before))).toBe(verbOf(planned));
      }),
      settings,
    );
  });

  test("L2, L9: while the end of a call is unknown, the same call is not sent for the same triggers", () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = adopted;
        steps.forEach((each, index) => {
          const { restart, deletion, ranFor } = state.entry;
          const next = run(state, each, index);
          if (next.due?.verb === "restart" && restart?.record.result === "unknown") {
            expect(ranFor).not.toEqual(digestsOf(each.triggers));
          }
          if (next.due?.verb === "delete") expect(deletion?.record.result).not.toBe("unknown");
          state = next.state;
        });
      }),
      settings,
    );
  });

  test("after a run in which all is proven, nothing is due", () => {
    fc.assert(
      fc.property(history, step, (steps, each) => {
        const start = steps.reduce((state, before, index) => run(state, before, index).state, adopted);
        let { state, due } = run(start, { ...each, outcome: "success" }, 100);
        // A deletion of unknown end, and then a restart, may stand before the last call.
        for (let round = 1; due !== undefined && round <= 3; round++) {
          const status = each.state === "deleted" ? "DELETED" : "RUNNING";
          ({ state, due } = run(state, { ...each, status, outcome: "success" }, 100 + round));
        }
        expect(due).toBeUndefined();
      }),
      settings,
    );
  });

  test("after any other run, unproven actions are due again", () => {
    fc.assert(
      fc.property(history, step, (steps, each) => {
        const start = steps.reduce((state, before, index) => run(state, before, index).state, adopted);
        const { state, due } = run(start, each, 100);
        if (due === undefined) return;
        fc.pre(each.outcome !== "success");
        const again = verdictIn(state, each);
        // After a deletion that is known to have failed, neither is due: the deletion where the instance should run, nor a restart for
        // health alone of an instance that is well.
        const hasFailed = each.outcome === "failed" || each.outcome === "broken";
        if (due.verb === "verify" && each.state === "running" && hasFailed) return;
        expect(again).toMatchObject({ due: { action: due.action } });
        // An instance that was in ERROR before its restart and is in ERROR after it is not due by itself.
        const { restart } = state.entry;
        const isTried = each.state === "running" && restart !== undefined && triedInError(restart.record);
        expect(again.kind).toBe(isTried && each.outcome === "broken" ? "held" : "due");
      }),
      settings,
    );
  });

  test("L11: of one episode of ERROR there is one restart for health, whatever else is done", () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = adopted;
        let isTried = false;
        steps.forEach((each, index) => {
          if (each.status !== "ERROR") isTried = false;
          const next = run(state, each, index);
          if (next.due?.forHealth === true) expect(isTried).toBe(false);
          if (next.due !== undefined) isTried = next.due.forHealth === true && each.outcome === "broken";
          state = next.state;
        });
      }),
      settings,
    );
  });

  test("E5: a journal row makes no call due, and leaves no call due that it has", () => {
    fc.assert(
      fc.property(history, step, step, fc.nat(20), (steps, each, sent, at) => {
        const state = steps.reduce((known, before, index) => run(known, before, index).state, adopted);
        // A restart that a row proves makes room for one that is due for the instance's health.
        fc.pre(each.status !== "ERROR");
        const without = verdictOf(state, each);
        const action = sent.state === "deleted" ? "delete" : "restart";
        const due: Due = { name: "i", id: "i", verb: action, action, reason: "" };
        const row = { record: recordAt(at, due, sent.outcome, false), triggers: digestsOf(sent.triggers) };
        // A deletion that a row proves makes room for one of an instance that is there again.
        fc.pre(action === "restart" || row.record.result !== "success" || each.status === "DELETED");
        const entry = joined(state.entry, row, wantedOf(each));
        const withRow = verdictOf(state, each, entry);
        if (withRow !== undefined && withRow.verb !== "verify") expect(verbOf(withRow)).toBe(verbOf(without));
        // Really new triggers override a deletion of unknown end, also one that only a row has.
        const isAsked = (action === "delete") === (each.state === "deleted");
        if (isAsked && entry !== state.entry && row.record.result === "unknown" && each.status !== "DELETED") {
          expect(withRow?.verb).toBe("verify");
        }
      }),
      settings,
    );
  });

  test("E4: a look at a call of unknown end changes nothing that is due", () => {
    fc.assert(
      fc.property(
        history,
        step,
        fc.constantFrom("RUNNING", "RESTARTING", "ERROR", "DELETED"),
        (steps, each, status) => {
          const state = steps.reduce((known, before, index) => run(known, before, index).state, adopted);
          const { restart } = state.entry;
          // The end of an episode of ERROR, which restart_unhealthy waits for.
          fc.pre(restart === undefined || !triedInError(restart.record) || status !== "RUNNING");
          const entry = looked(state.entry, status, Date.UTC(2026, 1, 1));
          expect(verdictOf(state, each, entry)).toEqual(verdictOf(state, each));
        },
      ),
      settings,
    );
  });

  test("E6: entries that a row of state implies are not stored", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { row } = steps.reduce((known, each, index) => run(known, each, index).state, adopted);
        const rows = new Map([["i", row]]);
        expect(encodeLedger(new Map([["i", entryOf(row)]]), rows)).toEqual({});
      }),
      settings,
    );
  });
});
