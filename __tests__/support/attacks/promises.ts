import type { BatchCall } from "../../../lib/testing/calls";
import type { PlannedAction } from "../../../lib/testing/terraform/planned-actions";
import { idOf } from "../acceptance/hcl";
import { announcedCalls, unwrapped } from "../acceptance/proof";
import type { ResourceState } from "../acceptance/workspace";
import type { Sighting } from "../client/canaries";
import { type Name, names } from "./story";

// The promises of docs/promises.md as rules over one apply of an attack. Pure.

/** The configuration of an apply. */
export interface Wanted {
  readonly triggers: Readonly<Record<Name, number>>;
  readonly deleted: readonly Name[];
  readonly allowDeletion: boolean;
  readonly maxDeletions: number | undefined;
}

/** An instance as the service itself knows it. */
export interface Truth {
  /** `undefined`: it is gone. */
  readonly status: string | undefined;
  /** Restarts since its trigger has its present value. */
  readonly restarts: number;
  /** Those of them that earlier applies have seen fail: each is due once more. */
  readonly failures: number;
}

/** Everything that one apply showed. */
export interface Seen {
  readonly wanted: Wanted;
  /** Names that this and earlier configurations have declared deleted with consent. */
  readonly consented: readonly Name[];
  /** Names whose present trigger was there at the adoption, or an apply that ended well has answered it. */
  readonly answered: readonly Name[];
  /** Whether there was neither a trouble nor a blow. */
  readonly isCalm: boolean;
  /** Whether terraform or the provider was killed, so that state need not have the end. */
  readonly isKilled: boolean;
  readonly code: number | null;
  readonly output: string;
  readonly tookMs: number;
  readonly limitMs: number;
  /** The list of the plan that was carried out; `undefined`: there was no plan, or nothing tells its list. */
  readonly planned: readonly PlannedAction[] | undefined;
  readonly calls: readonly BatchCall[];
  readonly state: ResourceState | undefined;
  readonly service: Readonly<Record<Name, Truth>>;
  readonly sightings: readonly Sighting[];
  /** Files, outputs and logs in which secrets were sought. */
  readonly searched: readonly string[];
  /** The apply after an apply that ended well. */
  readonly second: { readonly code: number | null; readonly output: string; readonly calls: number } | undefined;
}

export interface Broken {
  /** Its number in docs/promises.md. */
  readonly promise: number;
  readonly flaw: string;
}

/** The promises that an apply broke. */
export function brokenBy(seen: Seen): readonly Broken[] {
  return rules.flatMap(([promise, rule]) => rule(seen).map((flaw) => ({ promise, flaw })));
}

/** The flaws of an apply by one promise. */
type Rule = (seen: Seen) => readonly string[];

const rules: readonly (readonly [promise: number, Rule])[] = [
  [1, oneSend],
  [2, greenIsProven],
  [3, stateHasResults],
  [4, nothingAgain],
  [5, planIsJournal],
  [6, twoConsents],
  [7, secondIsEmpty],
  [8, ({ sightings }) => sightings.map((each) => JSON.stringify(each))],
  [9, endsInTime],
  [9, errorsNameCalls],
  [10, noCrash],
];

function oneSend({ service }: Seen): readonly string[] {
  return names
    .filter((name) => service[name].restarts > 1 + service[name].failures)
    .map((name) => `${name} was restarted twice`);
}

function greenIsProven({ code, wanted, answered, service, state }: Seen): readonly string[] {
  if (code !== 0) return [];
  const unproven = names.filter((name) => {
    const { status, restarts } = service[name];
    if (wanted.deleted.includes(name)) return status !== undefined;
    return status !== "RUNNING" || (restarts === 0 && !answered.includes(name));
  });
  const open = state?.unfinished ?? ["everything: there is no state"];
  return [...unproven, ...open].map((name) => `green, and ${name} is not as declared`);
}

function stateHasResults({ isKilled, calls, state }: Seen): readonly string[] {
  if (isKilled) return [];
  return sentNames(calls).flatMap((name) => {
    const result = state?.results?.[name]?.result ?? "nothing";
    if (!["success", "failed", "unknown"].includes(result)) return [`${name} was sent, and state has ${result}`];
    const isOpen = state?.unfinished?.includes(name) === true;
    return isOpen === (result === "success") ? [`${name}: ${result}, and in unfinished: ${String(isOpen)}`] : [];
  });
}

function nothingAgain({ calls, answered, planned }: Seen): readonly string[] {
  const sent: readonly string[] = sentNames(calls, "restart");
  const verified = (planned ?? []).filter(({ action }) => action === "verify").map(({ name }) => name);
  return [...answered, ...verified]
    .filter((name) => sent.includes(name))
    .map((name) => `${name} was sent, and was done or under way before`);
}

/** Without trouble the journal has the list, call by call; with trouble it has nothing beside the list. */
function planIsJournal({ isCalm, planned, calls }: Seen): readonly string[] {
  if (planned === undefined) return [];
  const announced = announcedCalls(planned);
  const sent = calls.map(({ action, instances }) => ({ action, instances }));
  if (isCalm && JSON.stringify(sent) !== JSON.stringify(announced)) {
    return [`sent ${JSON.stringify(sent)}, announced ${JSON.stringify(announced)}`];
  }
  const listed = new Set(planned.map(({ action, instance_id }) => `${action} ${instance_id}`));
  return sent
    .flatMap(({ action, instances = [] }) => instances.map((id) => `${action} ${id}`))
    .filter((each) => !listed.has(each))
    .map((each) => `sent and not planned: ${each}`);
}

function twoConsents({ calls, wanted, consented, service }: Seen): readonly string[] {
  const sent = sentNames(calls, "delete");
  const wrong = sent.filter((name) => !wanted.allowDeletion || !wanted.deleted.includes(name));
  const gone = names.filter((name) => service[name].status === undefined && !consented.includes(name));
  const most = wanted.maxDeletions ?? names.length;
  return [
    ...wrong.map((name) => `the deletion of ${name} was sent without consent`),
    ...gone.map((name) => `${name} is gone without consent`),
    ...(sent.length > most ? [`${sent.length} deletions, allowed are ${most}`] : []),
    ...calls.filter(({ instances }) => instances === undefined).map(() => "a purge was sent"),
  ];
}

function secondIsEmpty({ second }: Seen): readonly string[] {
  if (second === undefined) return [];
  const isEmpty = second.code === 0 && second.calls === 0 && second.output.includes("No changes.");
  return isEmpty ? [] : [`a second apply sent ${second.calls} calls and said: ${second.output}`];
}

function endsInTime({ tookMs, limitMs }: Seen): readonly string[] {
  return tookMs <= limitMs ? [] : [`took ${tookMs} ms, promised are ${limitMs} ms`];
}

/** An error names each instance whose call was sent and whose action has not ended as desired. */
function errorsNameCalls({ code, isKilled, calls, state, output }: Seen): readonly string[] {
  if (code === 0 || isKilled) return [];
  const said = unwrapped(output.replace(/^[│╷╵|]/gm, ""));
  return sentNames(calls)
    .filter((name) => state?.results?.[name]?.result !== "success")
    .filter((name) => !said.includes(`${name} (${idOf(name)}): `))
    .map((name) => `the error does not name the call for ${name}: ${output}`);
}

function noCrash({ isKilled, output }: Seen): readonly string[] {
  const found = /panic:|did not respond|crashed|\bTypeError\b|\n\s+at .*\.[cm]?js:\d+/.exec(output);
  return found === null || isKilled ? [] : [`${found[0]} in: ${output}`];
}

/** The names of instances that calls named, each once. */
function sentNames(calls: readonly BatchCall[], verb?: string): readonly Name[] {
  const ids = calls
    .filter(({ action }) => verb === undefined || action === verb)
    .flatMap((call) => call.instances ?? []);
  return names.filter((name) => ids.includes(idOf(name)));
}
