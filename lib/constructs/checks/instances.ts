import type { InputProblem } from "./problem";
import { isObject } from "./prop-names";
import { isOpen, isToken } from "./tokens";

type Problems = readonly InputProblem[];

/** Instances by name, or an expression for all of them. `null`, lists and nothing are neither. */
export function checkInstanceMap(received: unknown, value: string): Problems {
  if (isToken(received)) return [];
  if (!isObject(received)) {
    return [{ input: "instances", received, allowed: `an object that gives each name ${value}` }];
  }
  return checkKeys("instances", received);
}

/** `twin` is the name of another instance with the same id, if there is one. */
export function checkInstanceId(input: string, received: unknown, twin: string | undefined): Problems {
  if (typeof received !== "string") return [{ input, received, allowed: "the id of an instance" }];
  if (isOpen(received)) return [];
  if (twin !== undefined) {
    const allowed = `an id that no other instance has; instances[${JSON.stringify(twin)}] has it too`;
    return [{ input, received, allowed }];
  }
  return /^[A-Za-z0-9._-]{1,64}$/.test(received) ? [] : [{ input, received, allowed: "the id of an instance" }];
}

export function checkInstanceName(received: unknown): Problems {
  if (isToken(received) && typeof received === "string") return [];
  if (typeof received !== "string" || received.trim() === "") {
    return [{ input: "a key of instances", received, allowed: "a non-empty string" }];
  }
  return received === lostKey ? [{ input: "a key of instances", received, allowed: anotherKey }] : [];
}

const lostKey = "__proto__";
const anotherKey = "another name; JavaScript does not keep this name as a key";

/** Refuses the key that would not reach Terraform. Written as `{ __proto__: … }` it is not a key but the prototype of the map. */
export function checkKeys(input: string, map: Readonly<Record<string, unknown>>): Problems {
  const parent: unknown = Object.getPrototypeOf(map);
  const inherits = typeof parent === "object" && parent !== null && Object.keys(parent).length > 0;
  if (!inherits && !Object.hasOwn(map, lostKey)) return [];
  return [{ input: `${input}[${JSON.stringify(lostKey)}]`, received: map[lostKey], allowed: anotherKey }];
}
