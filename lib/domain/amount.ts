/** A number of instances, or a share of them: "3" or "25%". */
export type Amount =
  { readonly kind: "count"; readonly value: number } | { readonly kind: "percent"; readonly value: number };

/** "3" or "25%"; `undefined` for anything else, for more than 100% and for numbers too long to be one. */
export function parseAmount(text: string): Amount | undefined {
  const match = /^(\d{1,9})(%?)$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  if (match[2] === "") return { kind: "count", value };
  return value <= 100 ? { kind: "percent", value } : undefined;
}

/** The number of instances that an amount makes of `total`. A share is rounded down, as Kubernetes rounds maxUnavailable. */
export function resolveAmount(amount: Amount, total: number): number {
  return amount.kind === "count" ? amount.value : Math.floor((total * amount.value) / 100);
}
