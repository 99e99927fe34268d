import { Construct } from "constructs";
import { withoutUrlSecrets } from "../../domain/texts/shown-value";
import { isToken } from "./tokens";

/**
 * A received value in a sentence: JSON, a construct's path, or else its type. URLs appear without their users, passwords, queries and
 * fragments. Pure.
 */
export function describeReceived(received: unknown): string {
  if (isToken(received)) return "an expression";
  if (typeof received === "function") return "a function";
  if (typeof received === "number" || typeof received === "bigint") return String(received);
  try {
    const json = JSON.stringify(received, readable) as string | undefined;
    return json ?? String(received);
  } catch {
    return "an object that cannot be written down";
  }
}

/** Whether a name is one of a secret, also with a typing error. Pure. */
export function isSecretName(name: string): boolean {
  return /pass?w|secret|token|credential|(access|private|api).?key/i.test(name);
}

/** The type of a received value that may be a secret. Pure. */
export function describeSecret(received: unknown): string {
  if (received === undefined || received === null || received === "") return describeReceived(received);
  const kind = typeof received;
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} that is not shown`;
}

// A replacer for JSON: a construct's tree has no JSON, and a token's JSON is meaningless; `value` has been through its `toJSON` already.
// The value of a key with a secret's name is hidden.
function readable(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Readonly<Record<string, unknown>>)[key];
  if (isToken(original)) return "an expression";
  if (Construct.isConstruct(original)) return original.node.path;
  if (isSecretName(key)) return describeSecret(value);
  return typeof value === "string" ? withoutUrlSecrets(value) : value;
}
