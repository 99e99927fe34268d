import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Path, PathStep } from "../../framework/values/path";
import { Severity } from "./messages";

interface StepMessage {
  readonly attribute_name?: string;
  readonly element_key_string?: string;
  readonly element_key_int?: number;
}
interface PathMessage {
  readonly steps: readonly StepMessage[];
}
interface DiagnosticMessage {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute: PathMessage | undefined;
}

/**
 * Longest path with which Terraform points at the line of an attribute or a key in it. For a longer one it points at the head of the
 * resource.
 */
const stepsThatPoint = 2;

/** Diagnostics as messages, in order, with paths that Terraform can point at. Pure. */
export function diagnosticMessages(diagnostics: readonly Diagnostic[]): readonly DiagnosticMessage[] {
  return diagnostics.map(({ severity, summary, detail, path = [] }) => ({
    severity: severity === "error" ? Severity.ERROR : Severity.WARNING,
    summary,
    detail,
    attribute: path.length === 0 ? undefined : pointer(path),
  }));
}

/**
 * The part of a path that Terraform can point at. Below an attribute Terraform finds the line only by a key, so an attribute of a nested
 * object is given as one.
 */
function pointer(path: Path): PathMessage {
  const [first, ...rest] = path.slice(0, stepsThatPoint);
  const below = rest.map((step) => (typeof step === "string" ? { key: step } : step));
  return pathMessage(first === undefined ? [] : [first, ...below]);
}

/** A whole path as a message. Pure. */
export function pathMessage(path: Path): PathMessage {
  return { steps: path.map(stepMessage) };
}

function stepMessage(step: PathStep): StepMessage {
  if (typeof step === "string") return { attribute_name: step };
  return "key" in step ? { element_key_string: step.key } : { element_key_int: step.index };
}
