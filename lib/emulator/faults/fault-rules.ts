import type { Action, InstanceId } from "../../domain/instance";
import {
  count,
  delayMs,
  errorStatus,
  objectWith,
  onlyTrue,
  optionalHeader,
  optionalText,
  statusWord,
} from "./fault-values";
import { InvalidInput } from "../invalid-input";
import type { JsonObject, JsonValue } from "../json-value";

/** Calls that rules can affect. */
export type FaultOperation = "action" | "list" | "get" | "delete" | "token" | "tasks";

/** The calls that a rule affects. */
export interface FaultMatch {
  readonly operation: FaultOperation;
  /** Only this verb of the batch call. */
  readonly action: Action | undefined;
  /** Only calls that concern this instance. */
  readonly instance: InstanceId | undefined;
  /** Number of matches that pass first. */
  readonly after: number;
  /** Number of times that the rule fires after them. */
  readonly times: number;
}

/** The effect of a rule on a whole call. */
export type CallFault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly errorCode: string | undefined;
      readonly errorMsg: string | undefined;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: "delay"; readonly delayMs: number }
  | { readonly kind: "drop"; readonly when: "before" | "after" }
  | { readonly kind: "truncate" };

/** The effect of a rule on one instance of a call. */
export type InstanceFault =
  | { readonly kind: "item-failed" }
  | { readonly kind: "ignore" }
  | { readonly kind: "stuck" }
  | { readonly kind: "ends"; readonly status: string }
  /** Reads show this status for `forMs` simulated milliseconds; `isIgnored`: the action is not carried out. */
  | { readonly kind: "show"; readonly status: string; readonly forMs: number; readonly isIgnored: boolean };

/** The effect of a rule on lists. */
export type ListFault =
  /** The instance is left out; in a list of tasks, the newest one. */
  | { readonly kind: "omit" }
  /** The status is the one before the last change. */
  | { readonly kind: "stale" };

/** One rule: its effect and its calls. */
export type FaultRule =
  | { readonly scope: "call"; readonly on: FaultMatch; readonly fault: CallFault }
  | { readonly scope: "instance"; readonly on: FaultMatch; readonly fault: InstanceFault }
  | { readonly scope: "list"; readonly on: FaultMatch; readonly fault: ListFault };

const operations: readonly string[] = ["action", "list", "get", "delete", "token", "tasks"] satisfies FaultOperation[];
const aboutInstances: readonly string[] = ["action", "list", "get", "delete", "tasks"] satisfies FaultOperation[];
const callVariants = ["status", "delay_ms", "drop", "truncate"] as const;
const instanceVariants = ["item", "show", "ignore", "stuck", "end"] as const;
const listVariants = ["omit", "stale"] as const;
const variants = [...callVariants, ...instanceVariants, ...listVariants] as const;
/** Keys that belong to an effect and do nothing alone. */
const companions: Readonly<Partial<Record<(typeof variants)[number], readonly string[]>>> = {
  status: ["error_code", "error_msg", "retry_after"],
  show: ["for_ms", "ignore"],
};

/** Checks a list of rules. Pure. Throws `InvalidInput` naming the rule and the key. */
export function parseFaultRules(value: unknown, place = "rules"): readonly FaultRule[] {
  if (!Array.isArray(value)) throw new InvalidInput(place, "must be an array of rules");
  return value.map((rule: unknown, index) => parseRule(rule, `${place}[${index}]`));
}

function parseRule(value: unknown, place: string): FaultRule {
  const rule = objectWith(value, place, ["on", "do"]);
  const on = parseMatch(rule.on, `${place}.on`);
  const parsed = parseFault(rule.do, on, `${place}.do`);
  if (parsed.scope !== "list" && on.operation === "list" && on.instance !== undefined) {
    throw new InvalidInput(`${place}.on.instance`, "is not allowed with operation list, except for omit and stale");
  }
  return parsed;
}

function parseMatch(value: JsonValue | undefined, place: string): FaultMatch {
  const on = objectWith(value, place, ["operation", "action", "instance", "after", "times"]);
  const { operation, action, instance } = on;
  if (typeof operation !== "string" || !operations.includes(operation)) {
    throw new InvalidInput(`${place}.operation`, `must be one of ${operations.join(", ")}`);
  }
  if (action !== undefined && (operation !== "action" || (action !== "restart" && action !== "delete"))) {
    throw new InvalidInput(`${place}.action`, "must be restart or delete, and needs operation action");
  }
  if (instance !== undefined && (typeof instance !== "string" || !aboutInstances.includes(operation))) {
    throw new InvalidInput(
      `${place}.instance`,
      "must be an instance id, and needs operation action, list, get, delete or tasks",
    );
  }
  return {
    operation: operation as FaultOperation,
    action,
    instance,
    after: on.after === undefined ? 0 : count(on.after, `${place}.after`),
    times: on.times === undefined ? Infinity : count(on.times, `${place}.times`),
  };
}

function parseFault(value: JsonValue | undefined, on: FaultMatch, place: string): FaultRule {
  const effect = objectWith(value, place, [...variants, ...Object.values(companions).flat()]);
  const named = variants.filter((variant) => effect[variant] !== undefined);
  const [variant] = named;
  const others = Object.keys(effect).filter((key) => key !== variant);
  const allowed = (variant && companions[variant]) ?? [];
  const isOneEffect = variant !== undefined && named.every((each) => each === variant || allowed.includes(each));
  if (!isOneEffect) throw new InvalidInput(place, `must have exactly one of ${variants.join(", ")}`);
  if (others.some((key) => !allowed.includes(key))) {
    throw new InvalidInput(
      place,
      "has error_code, error_msg or retry_after, which need status, or for_ms, which needs show",
    );
  }
  if (isOneOf(listVariants, variant)) return { scope: "list", on, fault: parseListFault(variant, effect, on, place) };
  if (isOneOf(callVariants, variant)) return { scope: "call", on, fault: parseCallFault(variant, effect, place) };
  return { scope: "instance", on, fault: parseInstanceFault(variant, effect, on, place) };
}

function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word);
}

function parseListFault(
  variant: (typeof listVariants)[number],
  effect: JsonObject,
  on: FaultMatch,
  place: string,
): ListFault {
  if (on.operation !== "list" && on.operation !== "tasks") {
    throw new InvalidInput(`${place}.${variant}`, "needs operation list or tasks");
  }
  onlyTrue(effect[variant], `${place}.${variant}`);
  return { kind: variant };
}

function parseCallFault(variant: (typeof callVariants)[number], effect: JsonObject, place: string): CallFault {
  switch (variant) {
    case "status":
      return {
        kind: "status",
        status: errorStatus(effect.status, `${place}.status`),
        errorCode: optionalText(effect.error_code, `${place}.error_code`),
        errorMsg: optionalText(effect.error_msg, `${place}.error_msg`),
        retryAfter: optionalHeader(effect.retry_after, `${place}.retry_after`),
      };
    case "delay_ms":
      return { kind: "delay", delayMs: delayMs(effect.delay_ms, `${place}.delay_ms`) };
    case "drop":
      if (effect.drop !== "before" && effect.drop !== "after") {
        throw new InvalidInput(`${place}.drop`, "must be before or after");
      }
      return { kind: "drop", when: effect.drop };
    case "truncate":
      onlyTrue(effect.truncate, `${place}.truncate`);
      return { kind: "truncate" };
  }
}

function parseInstanceFault(
  variant: (typeof instanceVariants)[number],
  effect: JsonObject,
  on: FaultMatch,
  place: string,
): InstanceFault {
  // A single delete has no list of results, so `item` cannot apply to it.
  const operations: readonly FaultOperation[] = variant === "item" ? ["action"] : ["action", "delete"];
  if (!operations.includes(on.operation)) {
    throw new InvalidInput(`${place}.${variant}`, `goes with operation ${operations.join(" or ")} only`);
  }
  switch (variant) {
    case "item":
      if (effect.item !== "failed") throw new InvalidInput(`${place}.item`, "must be failed");
      return { kind: "item-failed" };
    case "show":
      if (effect.ignore !== undefined) onlyTrue(effect.ignore, `${place}.ignore`);
      return {
        kind: "show",
        status: statusWord(effect.show, `${place}.show`, "the status to show, e.g. EXTENDING"),
        forMs: count(effect.for_ms, `${place}.for_ms`),
        isIgnored: effect.ignore === true,
      };
    case "ignore":
      onlyTrue(effect.ignore, `${place}.ignore`);
      return { kind: "ignore" };
    case "stuck":
      onlyTrue(effect.stuck, `${place}.stuck`);
      return { kind: "stuck" };
    case "end":
      return { kind: "ends", status: statusWord(effect.end, `${place}.end`, "the status to end in, e.g. ERROR") };
  }
}
