import { isDamagedProgram } from "./damaged-program";
import { errorDiagnostic, type Diagnostic } from "../values/diagnostic";
import { renderPath, type Path } from "../values/path";
import type { Log } from "../resource";

/** The fault at one place of a provider's value. */
export interface Flaw {
  readonly path: Path;
  readonly problem: string;
}

/** One error diagnostic per flaw in a provider's answer. It says that the user cannot correct it. */
export function flawDiagnostics(summary: string, subject: string, flaws: readonly Flaw[]): readonly Diagnostic[] {
  return flaws.map(({ path, problem }) => {
    const place = path.length === 0 ? "The object" : renderPath(path);
    return errorDiagnostic(summary, `${subject}: ${place} ${problem}.\n${providerBug}`, path);
  });
}

/** The end of every message about a mistake of the provider. */
export const providerBug = "This is a bug in the provider, not in the configuration; please report it.";

type Called<T> =
  { readonly kind: "returned"; readonly value: T } | { readonly kind: "threw"; readonly diagnostic: Diagnostic };

interface CallDescription {
  /** The work in progress, as in "Planning dms_x". */
  readonly doing: string;
  /** The situation after the failure, a full sentence. */
  readonly consequence: string;
}

/**
 * Runs one of the provider's own methods and turns a thrown error into a diagnostic: a failed RPC would cost Terraform the object's new
 * state.
 */
export async function callProvider<T>(
  { doing, consequence }: CallDescription,
  context: { readonly signal: AbortSignal; readonly log: Log },
  call: () => T | Promise<T>,
): Promise<Called<T>> {
  try {
    return { kind: "returned", value: await call() };
  } catch (error) {
    const message = messageOf(error);
    context.log("error", `${doing} threw: ${message}`, { stack: stackOf(error) });
    return { kind: "threw", diagnostic: failureOf(error, { doing, consequence }, context.signal) };
  }
}

function failureOf(error: unknown, { doing, consequence }: CallDescription, { aborted }: AbortSignal): Diagnostic {
  const message = messageOf(error);
  if (isDamagedProgram(error)) return errorDiagnostic("Provider Is Damaged", `${message}\n${consequence}`);
  if (aborted) return errorDiagnostic("Stopped", `${doing} was stopped before it ended: ${message}\n${consequence}`);
  const detail = `${doing} ended in an unexpected error: ${message}\n${consequence}\n${providerBug}`;
  return errorDiagnostic("Provider Bug", detail);
}

// The message of an error, recognized by its shape: an error of another realm, such as an AbortSignal's, is not an instance of this realm's
// Error.
function messageOf(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  const message = typeof thrown === "object" && thrown !== null && "message" in thrown ? thrown.message : undefined;
  return typeof message === "string" ? message : "something that is not an error was thrown";
}

function stackOf(thrown: unknown): string {
  const stack = typeof thrown === "object" && thrown !== null && "stack" in thrown ? thrown.stack : undefined;
  return typeof stack === "string" ? stack : "";
}
