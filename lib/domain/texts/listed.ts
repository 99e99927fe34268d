/** The user's name and the service's id of an instance, as sentences show it. */
export interface NamedInstance {
  readonly name: string;
  readonly id: string;
}

/** "orders (5460…), audit (7166…)", for at most a dozen; the rest are counted. If the name equals the id, the id stands alone. */
export function listed(items: readonly NamedInstance[]): string {
  return shortened(items.map(named));
}

/** "orders (5460…)". */
export function named({ name, id }: NamedInstance): string {
  return name === id ? id : `${name} (${id})`;
}

/** Most items that a sentence lists. */
export const mostListed = 12;

/** The first dozen; the rest are counted. */
export function shortened(items: readonly string[]): string {
  const shown = items.slice(0, mostListed);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
