import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/diagnostic";
import type { Path } from "../../framework/path";

/** An instance as sentences speak of it: by the user's name and the service's id. */
export interface NamedInstance {
  readonly name: string;
  readonly id: string;
}

/** How an action is announced: as the plan lists it, or as due in any case, with waves that are decided at apply. */
export type Certainty = "planned" | "certain";

/** What stops the run. Pure. */
export function error(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, ...(path && { path }) };
}

/** What the user should know and the run goes on with. Pure. */
export function warning(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "warning", summary, detail, ...(path && { path }) };
}

/** "orders (5460…), audit (7166…)", for at most a dozen; the rest are counted. Pure. */
export function listed(items: readonly NamedInstance[]): string {
  return shortened(items.map(({ name, id }) => `${name} (${id})`));
}

const most = 12;

/** The first dozen; the rest are counted. Pure. */
export function shortened(items: readonly string[]): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** One line for each wave and reason, a dozen at most: Terraform's own diff hides actions that were due before, too. Pure. */
export function wavesOf(due: readonly Planned[]): string {
  const lines = linesOf(due, ({ wave }) => `wave ${wave}`);
  const rest = lines.length > most ? [`- and more, see planned_actions`] : [];
  return [...lines.slice(0, most), ...rest].join("\n");
}

/** One line for each verb and reason, for what has no waves yet and stands nowhere else: none is left out. Pure. */
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

/** Where an instance's id is declared. Pure. */
export const idPath = (name: string): Path => ["instances", { key: name }, "instance_id"];
