import { errorDiagnostic, hasErrors, type Diagnostic } from "./diagnostic";
import { fit } from "./fit";
import { impliedType } from "./implied-type";
import { keepSpelling } from "./keep-spelling";
import { flawDiagnostics, PROVIDER_BUG } from "./provider-bug";
import type { PrivateData } from "./resource";
import type { Attributes } from "./schema";
import { tidyDiagnostics } from "./tidy-diagnostics";
import { isObject, type ObjectValue } from "./value";

/** An answer of a provider's method about one object, as it may be sent: every attribute present, nothing unknown. */
interface Settled {
  readonly state: ObjectValue | undefined;
  readonly private: PrivateData | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a method returns; whether it really did is judged here. */
interface Returned {
  readonly state: ObjectValue | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}

interface SettleOptions {
  /** What was done, as in "Applying dms_x". */
  readonly doing: string;
  /** After an error, what the object was before stands in for what was left unknown. */
  readonly fallback: ObjectValue | undefined;
  /** Values equal to those in here are sent as they are held here. */
  readonly spelledLike: ObjectValue | undefined;
}

/**
 * Makes an answer fit to be sent, whatever is wrong with it: Terraform saves its state, and one that cannot be encoded would
 * be lost as a whole. What did not fit is an error diagnostic, except unknowns beside an error, which are the normal end of
 * work that was cut short. Throws when there is no answer at all.
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

/** Private data as it may be sent; what is not bytes is left out and told. */
export function tidyPrivate(doing: string, returned: unknown): Pick<Settled, "private" | "diagnostics"> {
  if (returned === undefined || isBytes(returned)) return { private: returned, diagnostics: [] };
  const detail = `${doing} returned private data that is no bytes. The earlier one was kept.\n${PROVIDER_BUG}`;
  return { private: undefined, diagnostics: [errorDiagnostic("Provider Bug", detail)] };
}

/* Not by its class, which another realm may have its own of. */
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}
