import type { Planned } from "../../domain/waves";
import type { Diagnostic } from "../../framework/diagnostic";
import type { Path } from "../../framework/path";

/** An instance as sentences speak of it: by the user's name and the service's id. */
export interface NamedInstance {
  readonly name: string;
  readonly id: string;
}

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

function shortened(items: readonly string[]): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** One line for each wave and reason, a dozen at most: Terraform's own diff hides actions that were due before, too. Pure. */
export function wavesOf(due: readonly Planned[]): string {
  const groups = new Map<string, { readonly wave: number; readonly reason: string; readonly names: string[] }>();
  for (const { wave, reason, name } of due) {
    const key = `${wave} ${reason}`;
    const group = groups.get(key) ?? { wave, reason, names: [] };
    groups.set(key, group);
    group.names.push(name);
  }
  const lines = [...groups.values()].map(({ wave, reason, names }) => `- wave ${wave}: ${shortened(names)}; ${reason}`);
  const rest = lines.length > most ? [`- and more, see planned_actions`] : [];
  return [...lines.slice(0, most), ...rest].join("\n");
}

/** "1 instance", "2 instances". Pure. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Where an instance's id is declared. Pure. */
export const idPath = (name: string): Path => ["instances", { key: name }, "instance_id"];
