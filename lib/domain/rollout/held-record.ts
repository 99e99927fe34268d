import type { ActionRecord } from "../action-record";
import { refusedIn } from "./reasons";
import { unsentRecord } from "./records";
import { noWord } from "./rollout";
import { isSent } from "../ledger/entry";
import type { Due, Held, Hold } from "../ledger/judge";
import type { JudgedRun } from "../ledger/run";

/** The record that results show of a held call: the last call for this cause or, if there was none, that no call was made. */
export function heldRecord({ records, ledger, statuses }: JudgedRun, { due, hold }: Held, nowMs: number): ActionRecord {
  const known = [records.get(due.id), ledger.get(due.id)?.restart?.record];
  const last = known.find((record) => record !== undefined && isOfHold(record, due, hold));
  if (last !== undefined) return withWayBack(last, hold);
  const status = hold.kind === "status" ? hold.status : (statuses.get(due.id) ?? "");
  const outcome = { result: "not_started", reason: refusedIn(due.action, status), nowMs } as const;
  return withWayBack(unsentRecord({ ...due, wave: 0 }, status, noWord, outcome), hold);
}

/** Whether a record belongs to the held call and to the reason for holding it. */
function isOfHold(record: ActionRecord, { action }: Due, hold: Hold): boolean {
  if (record.action !== action || record.result === "success") return false;
  return hold.kind === "status" ? !isSent(record) && record.status === hold.status : isSent(record);
}

/** The record, completed by the condition under which a held call is due again. */
export function withWayBack(record: ActionRecord, hold: Hold | undefined): ActionRecord {
  if (hold === undefined) return record;
  const clause = waysBack[hold.kind];
  return record.reason.endsWith(clause) ? record : { ...record, reason: `${record.reason}; ${clause}` };
}

const triedBefore = "it was in ERROR before, and is restarted again only for new restart_triggers";
const waysBack: Readonly<Record<Hold["kind"], string>> = {
  status: "it is due again once a refresh shows another status",
  tried: triedBefore,
  repaired: triedBefore,
};
