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
  const shown = items.slice(0, 12).map(({ name, id }) => `${name} (${id})`);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** "1 instance", "2 instances". Pure. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Where an instance's id is declared. Pure. */
export const idPath = (name: string): Path => ["instances", { key: name }, "instance_id"];
