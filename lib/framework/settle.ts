import { hasErrors, type Diagnostic } from "./diagnostic";
import { fit } from "./fit";
import { impliedType } from "./implied-type";
import { keepSpelling } from "./keep-spelling";
import { flawDiagnostics } from "./provider-bug";
import type { Attributes } from "./schema";
import { isObject, type ObjectValue } from "./value";

/** A state that the provider returned, as it may be sent: every attribute present, nothing unknown. */
interface Settled {
  readonly state: ObjectValue | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface Returned {
  readonly state: ObjectValue | undefined;
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
 * Makes a returned state fit to be sent, whatever is wrong with it: Terraform saves it, and a state that cannot be encoded
 * would be lost as a whole. What did not fit is an error diagnostic, except unknowns beside an error, which are the normal
 * end of work that was cut short. Pure.
 */
export function settleState(attributes: Attributes, returned: Returned, options: SettleOptions): Settled {
  const { state, diagnostics = [] } = returned;
  if (state === undefined) return { state, diagnostics };
  const failed = hasErrors(diagnostics);
  const type = impliedType(attributes);
  const { value, misfits } = fit(type, state, {
    unknowns: "replaced",
    fallback: failed ? options.fallback : undefined,
  });
  const flaws = misfits.filter(({ kind }) => kind !== "unknown" || !failed);
  const found = flawDiagnostics("Provider Returned Invalid State", options.doing, flaws);
  if (!isObject(value)) return { state: options.fallback, diagnostics: [...diagnostics, ...found] };
  const settled = keepSpelling(type, value, options.spelledLike);
  return { state: isObject(settled) ? settled : value, diagnostics: [...diagnostics, ...found] };
}
