import { Construct, type IConstruct } from "constructs";
import { shownValue, withoutUrlSecrets } from "../../domain/texts/shown-value";
import { isToken } from "./tokens";

/** A fault in a user's input. */
export interface InputProblem {
  /** The prop, as the user would write it: `rollout.maxUnavailable`. */
  readonly input: string;
  readonly received: unknown;
  /** The allowed values, as the end of the sentence "Allowed: …". */
  readonly allowed: string;
  /** The received value may be a secret and is not shown. */
  readonly isSecret?: boolean;
  /**
   * The received value comes from an environment variable, which may contain a secret by mistake: only parts that cannot be secret are
   * shown.
   */
  readonly isVariable?: boolean;
}

/** Throws one error that names the construct and lists every problem. Does nothing without problems. */
export function refuseProblems(construct: IConstruct, problems: readonly InputProblem[]): void {
  if (problems.length === 0) return;
  const title = `${construct.constructor.name} "${construct.node.path}" has invalid input:`;
  throw new Error([title, ...problems.map((problem) => `- ${describeProblem(problem)}`)].join("\n"));
}

/** The problem in sentences, e.g. `rollout.canary is -1. Allowed: a whole number, 0 or more.` Pure. */
export function describeProblem(problem: InputProblem): string {
  return `${problem.input} is ${shownOf(problem)}. Allowed: ${problem.allowed}.`;
}

function shownOf({ received, isSecret, isVariable }: InputProblem): string {
  if (isSecret === true) return describeSecret(received);
  return isVariable === true && typeof received === "string" ? shownValue(received) : describeReceived(received);
}

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
    return "an object that cannot be shown";
  }
}

/** Whether a name is one of a secret, also with a typing error. Pure. */
export function isSecretName(name: string): boolean {
  return /pass?w|secret|token|credential|(access|private|api).?key/i.test(name);
}

/** The type of a received value that may be a secret. Pure. */
function describeSecret(received: unknown): string {
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
