import { type InputProblem, isSecretName } from "./problem";
import { isOpen } from "./tokens";

/** The props of a construct are an object, without unknown names: a mistyped prop would go unnoticed. */
export function checkProps(received: unknown, names: readonly string[]): readonly InputProblem[] {
  if (isOpen(received) || !isObject(received)) return [notAnObject("props", received, names)];
  return unknownNames("", received, names);
}

/** The same for a prop that is an object. An absent one and one that only Terraform knows pass. */
export function checkObject(input: string, received: unknown, names: readonly string[]): readonly InputProblem[] {
  if (isOpen(received)) return [];
  if (!isObject(received)) return [notAnObject(input, received, names)];
  return unknownNames(`${input}.`, received, names);
}

/** Whether a value is an object, neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notAnObject(input: string, received: unknown, names: readonly string[]): InputProblem {
  return { input, received, allowed: `an object with ${names.length > 1 ? "any of " : ""}${names.join(", ")}` };
}

function unknownNames(path: string, received: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.keys(received)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      input: `${path}${name}`,
      received: received[name],
      allowed: `one of ${names.join(", ")}`,
      isSecret: isSecretName(name),
    }));
}
