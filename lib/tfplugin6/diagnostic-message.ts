import type { Diagnostic } from "../framework/diagnostic";
import type { Path, PathStep } from "../framework/path";
import { Severity } from "./messages";

interface StepMessage {
  readonly attribute_name?: string;
  readonly element_key_string?: string;
  readonly element_key_int?: number;
}
export interface PathMessage {
  readonly steps: readonly StepMessage[];
}
export interface DiagnosticMessage {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute: PathMessage | undefined;
}

/** Terraform points at the very line for up to two steps, and at the resource's head for more. */
const STEPS_THAT_POINT = 2;

/** Diagnostics as messages, in order, their paths cut to what Terraform can point at. Pure. */
export function diagnosticMessages(diagnostics: readonly Diagnostic[]): readonly DiagnosticMessage[] {
  return diagnostics.map(({ severity, summary, detail, path = [] }) => ({
    severity: severity === "error" ? Severity.ERROR : Severity.WARNING,
    summary,
    detail,
    attribute: path.length === 0 ? undefined : pathMessage(path.slice(0, STEPS_THAT_POINT)),
  }));
}

/** A whole path as a message. Pure. */
export function pathMessage(path: Path): PathMessage {
  return { steps: path.map(stepMessage) };
}

function stepMessage(step: PathStep): StepMessage {
  if (typeof step === "string") return { attribute_name: step };
  return "key" in step ? { element_key_string: step.key } : { element_key_int: step.index };
}
