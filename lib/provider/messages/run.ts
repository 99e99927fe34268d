import type { ActionRecord } from "../../domain/action-record";
import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { adviceOnEnds } from "../../client/advice";
import { waysOut } from "./holds";
import { adviceOn, type Outcomes, sentenceOf, unfinished } from "./outcomes";
import { error, listed, reasonsOf, shortened, titledBy, warning } from "./sentence";

export function planOutOfDate(): Diagnostic {
  return error(
    "Plan Out Of Date",
    "The due actions are no longer those of the plan: instances or records of runs have changed since. No call was made. Plan and apply again.",
  );
}

export function refreshOutOfDate(): Diagnostic {
  return error(
    "Plan Out Of Date",
    "A run was killed after the refresh that this plan is based on, and may have made calls. No call was made now. Plan again, with a refresh: a call that was sent is watched, not sent again.",
  );
}

export function localRecordsRefused(problem: string): Diagnostic {
  return warning(
    "Run Records On This Machine Are Not Used",
    `${problem}. Records there may be from other users, so the provider does not read or write them. The user's folder for state (~/.local/state) cannot be used either. If Terraform or the provider is killed in a run, the next plan does not know its calls and may list them again. Remove the folder, or make it one that only this user can write.`,
  );
}

export function runNotRecorded(problem: string): Diagnostic {
  return warning(
    "Run Cannot Be Recorded On This Machine",
    `${problem}. The run goes on. If Terraform or the provider is killed in it, the next plan does not know its calls and may list them again.`,
  );
}

export function journalUnread(problem: string): Diagnostic {
  return warning(
    "Journal Cannot Be Read",
    `${problem}\nThe journal that the team shares (journal = "pg", DMS_JOURNAL) has the calls of killed runs, so this plan may list calls that were made. Until it can be read, an apply is refused before any call.`,
  );
}

export function journalUnusable(problem: string): Diagnostic {
  return error(
    "Journal Cannot Be Used",
    `${problem}\nNo call was made: the journal that the team shares (journal = "pg", DMS_JOURNAL) must know of a call before it is sent. Apply again when it can be read and written. With journal = "file" runs are kept on this machine alone.`,
  );
}

export function privateDataOfAnotherVersion(): Diagnostic {
  return warning(
    "Private Data Of Another Version",
    "The data that this provider keeps beside the state of this resource was written by another version and is not used. State alone counts: its restart_triggers are taken as those that the instances run with, and its results stand. Nothing is due because of this.",
  );
}

interface Undecided {
  /** The declared instances; an id may be unknown. */
  readonly wanted: readonly { readonly name: string; readonly id: string | undefined }[];
  /** Unknown attributes, with the names of their instances; without names for an attribute of the whole resource. */
  readonly unknowns: ReadonlyMap<string, readonly string[]>;
  /** The actions that are due for any value of the unknown attributes. */
  readonly certain: readonly Planned[];
  /** No other action can become due. */
  readonly isComplete: boolean;
}

export function decidedAtApply({ wanted, unknowns, certain, isComplete }: Undecided): Diagnostic {
  const ids = new Map(wanted.map(({ name, id }) => [name, id]));
  const names = new Set([...[...unknowns.values()].flat(), ...certain.map(({ name }) => name)]);
  const causes = [...unknowns].map(([attribute, names]) =>
    names.length === 0 ? attribute : `${attribute} of ${shortened(names)}`,
  );
  const open = isComplete
    ? "Apply then decides whether due actions are carried out, and in which waves."
    : "Apply then decides which actions are due; this plan cannot list them.";
  return warning(
    titledBy(
      "Actions Are Decided At Apply",
      [...names].map((name) => {
        const id = ids.get(name);
        return id === undefined ? name : listed([{ name, id }]);
      }),
    ),
    [
      `Known only at apply: ${causes.join("; ")}. ${open}`,
      ...(unknowns.has("restart_triggers")
        ? ["Triggers that call timestamp() or uuid() are unknown in every plan, and restart at every apply."]
        : []),
      ...(certain.length > 0 ? ["Due in any case:", ...reasonsOf(certain)] : []),
    ].join("\n"),
  );
}

interface RunSummary {
  /** Every due action of the run with its record, in execution order. */
  readonly outcomes: Outcomes;
  readonly severity: Diagnostic["severity"];
}

export function unfinishedRun({ outcomes, severity }: RunSummary): Diagnostic {
  const { open, done, summary, lines } = unfinished(outcomes, ", see results");
  const first = open[0]?.name ?? "";
  return {
    severity,
    summary,
    detail:
      `${lines}\n` +
      `${done === 0 ? "None" : done} of ${outcomes.length} ended as desired${done === 0 ? "" : " and will not be repeated"}; the outcome of each is recorded in results.${severity === "error" ? " Outputs keep their old values after an error: terraform state show has the new ones." : ""} ` +
      whatToDo(open),
    path: ["instances", { key: first }],
  };
}

function whatToDo(outcomes: Outcomes): string {
  const open = outcomes.filter(({ hold }) => hold === undefined);
  const ways = [...new Set(outcomes.flatMap(({ hold }) => (hold === undefined ? [] : [hold.kind])))].map((kind) => {
    const held = outcomes.filter(({ hold }) => hold?.kind === kind).map(({ name }) => name);
    return `Ways out for ${shortened(held)}: ${waysOut[kind]}`;
  });
  const due =
    open.length === outcomes.length
      ? "these are"
      : `${shortened(open.map(({ name }) => name))} of these ${open.length === 1 ? "is" : "are"}`;
  const advice = open.map(({ record }) => record);
  return [...(open.length === 0 ? [] : [adviceFor(advice, due)]), ...ways].join("\n");
}

/** `due`: the actions that are due in the next run, with the verb. */
function adviceFor(open: readonly ActionRecord[], due: string): string {
  const isUnknown = open.some(({ result }) => result === "unknown");
  const again = `apply again: only ${due} due${isUnknown ? ", and the unknown ones are watched, not sent again" : ""}`;
  return [adviceOnEnds(open), sentenceOf([...adviceOn(open, "timeouts"), again].join("; "))].join(" ").trimStart();
}
