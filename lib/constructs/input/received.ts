import { Construct } from "constructs";
import { withoutUrlSecrets } from "../../domain/shown-value";
import { isToken } from "./tokens";

/**
 * What somebody passed, for a sentence: JSON, a construct's path, or what it is where neither would say anything. URLs are without
 * their users, passwords, queries and fragments. Pure.
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

/** Whether a name is one that secrets have, also with a slip of the pen. Pure. */
export function isSecretName(name: string): boolean {
  return /pass?w|secret|token|credential|(access|private|api).?key/i.test(name);
}

/** The same of what may be a secret: its type, and nothing of it. Pure. */
export function describeSecret(received: unknown): string {
  if (received === undefined || received === null || received === "") return describeReceived(received);
  const kind = typeof received;
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} that is not shown`;
}

/*
 * A construct's tree has no JSON, and a token's says nothing; `value` has been through its `toJSON` already. The value of a key that is
 * called like a secret is one.
 */
function readable(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Readonly<Record<string, unknown>>)[key];
  if (isToken(original)) return "an expression";
  if (Construct.isConstruct(original)) return original.node.path;
  if (isSecretName(key)) return describeSecret(value);
  return typeof value === "string" ? withoutUrlSecrets(value) : value;
}
