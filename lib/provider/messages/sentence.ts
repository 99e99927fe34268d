import { listed, mostListed as most, named, type NamedInstance, shortened } from "../../domain/texts/listed";
import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Path } from "../../framework/values/path";
import { describePlace, type PlaceSettings } from "../place";

export { listed, named, type NamedInstance, shortened };

/** The certainty of an announced action: listed in the plan, or due in any case with waves that are decided at apply. */
export type Certainty = "planned" | "certain";

/** A diagnostic that stops the run. Pure. */
export function error(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, ...(path && { path }) };
}

/** A diagnostic with which the run goes on. Pure. */
export function warning(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "warning", summary, detail, ...(path && { path }) };
}

/** The diagnostics, completed by the object's own place, because instances of other places may have the same names. Pure. */
export function inPlace(diagnostics: readonly Diagnostic[], settings: PlaceSettings): readonly Diagnostic[] {
  const place = describePlace(settings);
  if (place === undefined) return diagnostics;
  return diagnostics.map((each) => ({ ...each, detail: `${each.detail}\nThis is about ${place}.` }));
}

/** One line for each item, at most a dozen, and the number of further items. Pure. */
export function lined<T>(items: readonly T[], describe: (item: T) => string): string {
  const lines = items.slice(0, most).map((item) => `- ${describe(item)}`);
  const rest = items.length > lines.length ? [`- and ${items.length - lines.length} more`] : [];
  return [...lines, ...rest].join("\n");
}

/** Most instances that a summary names. */
const mostTitled = 3;

/**
 * A summary that tells its instances. Terraform shows only the first of the warnings with equal summaries, so a summary that may
 * come from two resources has to differ. Pure.
 */
export function titled(summary: string, instances: readonly NamedInstance[]): string {
  return titledBy(
    summary,
    instances.map((instance) => listed([instance])),
  );
}

/** The same for instances without known ids. Pure. */
export function titledBy(summary: string, names: readonly string[]): string {
  const rest = names.length - mostTitled;
  const shown = names.slice(0, mostTitled).join(", ");
  return names.length === 0 ? summary : `${summary}: ${shown}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** One line for each wave and reason, a dozen at most: Terraform's own diff hides actions that were due before, too. Pure. */
export function wavesOf(due: readonly Planned[]): string {
  const lines = linesOf(due, ({ wave }) => `wave ${wave}`);
  const rest = lines.length > most ? [`- and more, see planned_actions`] : [];
  return [...lines.slice(0, most), ...rest].join("\n");
}

/** One line for each verb and reason, for actions without waves. No line is left out, because no other text has them. Pure. */
export function reasonsOf(due: readonly Planned[]): readonly string[] {
  return linesOf(due, ({ verb }) => verb);
}

function linesOf(due: readonly Planned[], headOf: (item: Planned) => string): readonly string[] {
  const groups = new Map<string, { readonly head: string; readonly reason: string; readonly names: string[] }>();
  for (const item of due) {
    const head = headOf(item);
    const key = `${head} ${item.reason}`;
    const group = groups.get(key) ?? { head, reason: item.reason, names: [] };
    groups.set(key, group);
    group.names.push(item.name);
  }
  return [...groups.values()].map(({ head, reason, names }) => `- ${head}: ${shortened(names)}; ${reason}`);
}

/** "1 instance", "2 instances". Pure. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The path of an instance's id. Pure. */
export const idPath = (name: string): Path => ["instances", { key: name }, "instance_id"];
