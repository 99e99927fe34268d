import { type ActionRecord, newestRecord } from "../../domain/action-record";
import { resolveAmount } from "../../domain/amount";
import { idKey, type InstanceId } from "../../domain/instance";
import { isOpenRecord, type JournalRow, type Ledger } from "../../domain/ledger/entry";
import { type Desired, type Held, isGoneStatus, judge, type Verdict, type Wanted } from "../../domain/ledger/judge";
import { heard, joined, newestOf, shownRecord } from "../../domain/ledger/record";
import { assignWaves, type Planned } from "../../domain/ledger/waves";
import type { NamedInstance } from "../../domain/texts/listed";
import { admit, deletedStatus } from "../../domain/status";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import { callsHeardOf, callsHeld, openActionsForgotten, restartsNotRepeated } from "../messages";
import type { SeenInstance } from "../runs/memory";
import { findingsOf, isGoneIn, type JudgedInstance } from "./findings";
import type { Situation } from "./gather";
import type { Sight } from "./look";
import { isDesired } from "./model";

// Judge: one verdict per declared instance, the waves, and the findings. Plan shows the judgement, apply carries it out. The reason of each
// verdict comes from the rules L1–L12 above `judge` in `domain/ledger/judge.ts`.

export interface Judgement {
  /** The declared instances without unknown parts: at apply, all. */
  readonly desired: readonly Desired[];
  /** The actions that are due in any case, in execution order. While a verdict is undecided, their waves do not count. */
  readonly planned: readonly Planned[];
  /** The calls that are due and not made: they stay unfinished. In the order of the names. */
  readonly held: readonly Held[];
  /** Instances with a planned action that the service refuses in the status that this plan's or apply's look shows. */
  readonly refusedNow: ReadonlySet<InstanceId>;
  /** No verdict is undecided: `planned` will be carried out. */
  readonly isDecided: boolean;
  /** No other action can become due. */
  readonly isComplete: boolean;
  /** Unknown attributes, with the names of the instances that wait for each; without names for a setting. */
  readonly unknowns: ReadonlyMap<string, readonly string[]>;
  /** A setting that allows or refuses the due deletions is unknown. */
  readonly isConsentOpen: boolean;
  /** The run ends if more actions than this fail. */
  readonly maxFailures: number;
  /** Diagnostics; with an error among them, no call may be made. */
  readonly findings: readonly Diagnostic[];
  /** The entries of the instances, completed by the journal and the look. */
  readonly ledger: Ledger;
  /** The record that `results` shows of each instance before the run. */
  readonly records: ReadonlyMap<InstanceId, ActionRecord>;
  readonly statuses: ReadonlyMap<InstanceId, string>;
  readonly observed: ReadonlyMap<InstanceId, SeenInstance>;
}

interface Subject extends JudgedInstance {
  readonly last: ActionRecord | undefined;
}

export function judgeAll(situation: Situation, sight: Sight): Judgement {
  const known = firstOfEachId(situation.wanted).map((wanted) => subjectOf(wanted, situation, sight));
  const subjects = known.map((subject) => withHearsay(subject, situation));
  const verdicts = subjects.map((subject) => verdictOf(subject, situation));
  const desired = situation.wanted.filter(isDesired);
  const statuses = statusesIn(subjects);
  const { settings } = situation;
  const planned = assignWaves(
    verdicts.flatMap((verdict) => (verdict.kind === "due" ? [verdict.due] : [])),
    statuses,
    { maxUnavailable: settings.maxUnavailable, canary: settings.canary, fleetSize: situation.wanted.length },
  );
  const held = verdicts.flatMap((verdict) => (verdict.kind === "held" ? [verdict] : []));
  const refusedNow = refusedAtSight(planned, sight);
  const unknowns = unknownsOf(subjects, verdicts, situation, planned);
  const isWhole = !situation.hidesInstances && verdicts.every(({ kind }) => kind !== "undecided");
  const findings = [
    ...findingsOf(subjects, planned, situation, sight),
    ...openForgotten(situation, sight),
    ...callsHeld([...held, ...refusedNow]),
  ];
  return {
    desired,
    planned,
    held,
    refusedNow: new Set(refusedNow.map(({ due: { id } }) => id)),
    isDecided: isWhole && unknowns.size === 0,
    isComplete: isWhole || onlyAdopts(situation),
    unknowns,
    isConsentOpen: settings.allowDeletion === "undecided" || settings.maxDeletions === "undecided",
    maxFailures: resolveAmount(settings.maxFailures, planned.length),
    findings: hasErrors(findings)
      ? findings
      : [...findings, ...notRepeated(known, situation), ...callsHeardOf(heldBack(known, subjects))],
    ledger: ledgerOf(subjects),
    records: recordsOf(subjects),
    statuses,
    observed: observedIn(situation),
  };
}

/** L12 of the ledger for newcomers. A plan still lists such a call, because planned values do not depend on live reads. */
function refusedAtSight(planned: readonly Planned[], { newcomers, found }: Sight): readonly Held[] {
  return planned.flatMap((due) => {
    const status = newcomers.has(due.id) ? found.get(due.id)?.status : undefined;
    if (status === undefined || due.verb === "verify" || admit(due.action, status) !== "refuse") return [];
    return [{ due, hold: { kind: "status", status } as const }];
  });
}

/** I3 of the ledger: an id that is declared twice is judged once, under its first name. */
function firstOfEachId(wanted: readonly Wanted[]): readonly Wanted[] {
  const ids = new Set<string>();
  return wanted.filter(({ id }) => {
    if (id === undefined) return true;
    const isFirst = !ids.has(idKey(id));
    ids.add(idKey(id));
    return isFirst;
  });
}

function subjectOf(wanted: Wanted, situation: Situation, sight: Sight): Subject {
  const { known, journal } = situation;
  const { id } = wanted;
  const instance = id === undefined ? undefined : known.get(id);
  const before = instance?.entry;
  const status = id === undefined ? undefined : (instance?.observed?.status ?? goneStatus(wanted, sight));
  const row = id === undefined ? undefined : (sight.evidence.get(id) ?? journal.get(id));
  const subject = { wanted, before, entry: before, last: instance?.last, status };
  return row === undefined ? subject : { ...subject, entry: withRow(subject, row, situation) };
}

/** The entry with a journal row. The whole declaration of the instance decides whether the row counts. */
function withRow(subject: Subject, row: JournalRow, situation: Situation): Subject["entry"] {
  const { wanted, before } = subject;
  if (before === "undecided") return before;
  if (!isDesired(wanted)) return "undecided";
  return before === undefined ? adoptedWith(subject, row, wanted, situation) : joined(before, row, wanted);
}

/**
 * E5 of the ledger for an instance that is adopted: a deletion that may be under way is looked up; any other row counts only instead of a
 * call.
 */
function adoptedWith(subject: Subject, row: JournalRow, wanted: Desired, situation: Situation): Subject["entry"] {
  const { creating, restartOnCreate } = situation.rules;
  if (isOpenDeletion(row)) {
    const isToRestart = wanted.state === "running" && creating && restartOnCreate === true;
    return joined({ ranFor: isToRestart ? "nothing" : wanted.triggers }, row, wanted);
  }
  return isCall(verdictOf(subject, situation)) ? joined(undefined, row, wanted) : undefined;
}

function isOpenDeletion({ record }: JournalRow): boolean {
  return record.action === "delete" && record.result === "unknown";
}

/** Whether a call is due, made or held. */
function isCall(verdict: Verdict): boolean {
  return verdict.kind === "held" || (verdict.kind === "due" && verdict.due.verb !== "verify");
}

/**
 * The status that decides that an instance is gone. Planned values depend on a live read only for the deletion of an instance that does not
 * exist.
 */
function goneStatus({ id, state }: Wanted, { found }: Sight): string | undefined {
  return state === "deleted" && id !== undefined && isGoneIn(found, id) ? deletedStatus : undefined;
}

function verdictOf({ wanted, entry, last, status }: Subject, { rules }: Situation): Verdict {
  return judge(wanted, { entry, last, status }, rules);
}

const attributes = ["instance_id", "desired_state", "restart_triggers"];

function unknownsOf(
  subjects: readonly Subject[],
  verdicts: readonly Verdict[],
  { hidesInstances, openPlace, settings }: Situation,
  planned: readonly Planned[],
): Judgement["unknowns"] {
  const unknowns = new Map<string, readonly string[]>(
    [...openPlace, ...(hidesInstances ? ["instances"] : [])].map((attribute) => [attribute, []]),
  );
  const waiting = (attribute: string): readonly string[] =>
    subjects.flatMap(({ wanted: { name } }, index) => {
      const verdict = verdicts[index];
      return verdict?.kind === "undecided" && verdict.attributes.includes(attribute) ? [name] : [];
    });
  for (const attribute of attributes) {
    const names = waiting(attribute);
    if (names.length > 0) unknowns.set(attribute, [...names].sort());
  }
  for (const setting of ["restart_on_create", "restart_unhealthy"]) {
    if (waiting(setting).length > 0) unknowns.set(setting, []);
  }
  const isOpen = unknowns.size > 0 || verdicts.some(({ kind }) => kind === "undecided");
  if (planned.length > 0 || isOpen) for (const setting of settings.undecidedWaves) unknowns.set(setting, []);
  return unknowns;
}

/** Whether a creation only adopts instances. It then makes no call, regardless of unknown values. */
function onlyAdopts({ succession, settings, journal, hearsay }: Situation): boolean {
  return (
    succession?.isFresh === true &&
    settings.restartOnCreate === false &&
    settings.allowDeletion === false &&
    journal.size === 0 &&
    hearsay.size === 0
  );
}

/** Warns of open actions on instances that leave the configuration: no later plan shows them. */
export function openForgotten(situation: Situation, sight: Sight, isDestroyed = false): readonly Diagnostic[] {
  const rules = { ...situation.rules, creating: false };
  const open = situation.leaving.flatMap((declared) => {
    const known = subjectOf(declared, situation, sight);
    const subject = subjectOf(asLastSent(known, declared, situation), situation, sight);
    const verdict = verdictOf(subject, { ...situation, rules });
    const isOpen = verdict.kind === "due" || verdict.kind === "held";
    return isOpen && !isGoneStatus(subject.status) ? [verdict.due] : [];
  });
  return open.length === 0 ? [] : [openActionsForgotten(open, situation.settings.onForget, isDestroyed)];
}

/** The instance as the last run declared it, if that run was killed before its state was saved. */
function asLastSent({ last }: Subject, declared: Desired, { journal }: Situation): Desired {
  const row = journal.get(declared.id);
  if (row === undefined || !isOpenRecord(row.record)) return declared;
  if (
    last !== undefined &&
    newestRecord(last, row.record) !== row.record &&
    last.submittedAt !== row.record.submittedAt
  ) {
    return declared;
  }
  const state = row.record.action === "delete" ? "deleted" : declared.state;
  return { ...declared, state, triggers: row.triggers };
}

/** E5 of the ledger: where a call would be made, a row that others may have written makes it a `verify`. */
function withHearsay(subject: Subject, situation: Situation): Subject {
  const { wanted, entry } = subject;
  const row = wanted.id === undefined ? undefined : situation.hearsay.get(wanted.id);
  if (row === undefined || entry === "undecided" || !isDesired(wanted)) return subject;
  return isCall(verdictOf(subject, situation)) ? { ...subject, entry: heard(entry, row, wanted) } : subject;
}

function heldBack(known: readonly Subject[], subjects: readonly Subject[]): readonly NamedInstance[] {
  return subjects.flatMap(({ wanted: { name, id }, entry }, index) =>
    id !== undefined && entry !== known[index]?.entry ? [{ name, id }] : [],
  );
}

/** Reports restarts that are not due because of the journal. */
function notRepeated(subjects: readonly Subject[], situation: Situation): readonly Diagnostic[] {
  const spared = subjects.flatMap((subject) => {
    if (subject.entry === subject.before || isRestart(verdictOf(subject, situation))) return [];
    const without = verdictOf({ ...subject, entry: subject.before }, situation);
    return isRestart(without) ? [without.due] : [];
  });
  return restartsNotRepeated(spared);
}

function isRestart(verdict: Verdict | undefined): verdict is Extract<Verdict, { kind: "due" }> {
  return verdict?.kind === "due" && verdict.due.verb === "restart";
}

function ledgerOf(subjects: readonly Subject[]): Ledger {
  return new Map(
    subjects.flatMap(({ wanted: { id }, entry }) =>
      id === undefined || entry === undefined || entry === "undecided" ? [] : [[id, entry] as const],
    ),
  );
}

function recordsOf(subjects: readonly Subject[]): Judgement["records"] {
  return new Map(
    subjects.flatMap(({ wanted: { id }, before, entry, last }) => {
      if (id === undefined || entry === "undecided") return [];
      const record = entry === before ? shownRecord(entry, last) : newestOf(entry);
      return record === undefined ? [] : [[id, record] as const];
    }),
  );
}

function statusesIn(subjects: readonly Subject[]): ReadonlyMap<InstanceId, string> {
  return new Map(
    subjects.flatMap(({ wanted: { id }, status }) =>
      id === undefined || status === undefined ? [] : [[id, status] as const],
    ),
  );
}

function observedIn({ known }: Situation): Judgement["observed"] {
  return new Map([...known].flatMap(([id, { observed }]) => (observed === undefined ? [] : [[id, observed] as const])));
}
