import { errorDiagnostic, hasErrors, type Diagnostic } from "../values/diagnostic";
import { fit } from "../values/fit";
import { type Attributes, impliedType } from "../values/schema";
import { keepSpelling } from "./keep-spelling";
import { flawDiagnostics, providerBug } from "./provider-bug";
import type { PrivateData } from "../resource";
import { tidyDiagnostics } from "./tidy-diagnostics";
import { isObject, type ObjectValue } from "../values/value";

/** An answer of a provider's method about one object, ready to be sent: every attribute is present, none is unknown. */
interface Settled {
  readonly state: ObjectValue | undefined;
  readonly private: PrivateData | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The declared result of a method; this module checks it. */
interface Returned {
  readonly state: ObjectValue | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}

interface SettleOptions {
  /** The work, as in "Applying dms_x". */
  readonly doing: string;
  /** After an error, the object's earlier value replaces unknown parts. */
  readonly fallback: ObjectValue | undefined;
  /** Values that are equal to these are sent in this form. */
  readonly spelledLike: ObjectValue | undefined;
}

/**
 * Makes an answer fit to be sent despite all its faults: Terraform saves its state, and one that cannot be encoded would be lost as a
 * whole. A misfit is an error diagnostic, except unknown values with an error, which are the normal end of interrupted work. Throws without
 * an answer.
 */
export function settleAnswer(attributes: Attributes, returned: Returned, options: SettleOptions): Settled {
  const { doing } = options;
  if (typeof returned !== "object" || (returned as unknown) === null) throw new Error("it returned no answer");
  const kept = tidyPrivate(doing, returned.private);
  const diagnostics = [...tidyDiagnostics(doing, returned.diagnostics), ...kept.diagnostics];
  return { ...settleState(attributes, returned.state, diagnostics, options), private: kept.private };
}

function settleState(
  attributes: Attributes,
  state: ObjectValue | undefined,
  diagnostics: readonly Diagnostic[],
  { doing, fallback, spelledLike }: SettleOptions,
): Pick<Settled, "state" | "diagnostics"> {
  if (state === undefined) return { state, diagnostics };
  const failed = hasErrors(diagnostics);
  const type = impliedType(attributes);
  const { value, misfits } = fit(type, state, {
    unknowns: "replaced",
    fallback: failed ? fallback : undefined,
  });
  const flaws = misfits.filter(({ kind }) => kind !== "unknown" || !failed);
  const found = flawDiagnostics("Provider Returned Invalid State", doing, flaws);
  if (!isObject(value)) return { state: fallback, diagnostics: [...diagnostics, ...found] };
  const settled = keepSpelling(type, value, spelledLike);
  return { state: isObject(settled) ? settled : value, diagnostics: [...diagnostics, ...found] };
}

/** Private data, ready to be sent. A value that is not bytes is left out and reported. */
export function tidyPrivate(doing: string, returned: unknown): Pick<Settled, "private" | "diagnostics"> {
  if (returned === undefined || isBytes(returned)) return { private: returned, diagnostics: [] };
  const detail = `${doing} returned private data that is not bytes. The earlier one was kept.\n${providerBug}`;
  return { private: undefined, diagnostics: [errorDiagnostic("Provider Bug", detail)] };
}

// Whether this is bytes. The class is not compared, because another realm has its own.
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}
