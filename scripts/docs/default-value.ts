import type { Attribute } from "../../lib/framework/values/schema";

/**
 * The sentence about an attribute's default; empty if it has none, or if the description tells it. Pure. Throws for a default without a
 * sentence.
 */
export function renderDefault({ default: value, description }: Attribute): string {
  if (value === undefined || /\bdefault\b/i.test(description)) return "";
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
    return `Default \`${JSON.stringify(value)}\`.`;
  }
  throw new Error(`There is no way yet to describe the default of the attribute described as "${description}".`);
}
