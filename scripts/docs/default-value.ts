import type { Attribute } from "../../lib/framework/schema";

/**
 * The sentence about an attribute's default; empty when it has none, or when the description speaks of it. Pure.
 * Throws for a default that no sentence has been thought of for.
 */
export function renderDefault({ default: value, description }: Attribute): string {
  if (value === undefined || /\bdefault\b/i.test(description)) return "";
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
    return `Default \`${JSON.stringify(value)}\`.`;
  }
  throw new Error(`There is no way yet to describe the default of the attribute described as "${description}".`);
}
