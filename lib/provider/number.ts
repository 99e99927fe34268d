import { toFloat } from "../framework/number";
import { type TfNumber, type Unknown, unknown } from "../framework/value";

/** A Terraform number as JavaScript's, exact for every count this provider knows; `undefined` when null or unknown. Pure. */
export function toNumber(value: TfNumber | null | undefined | Unknown): number | undefined {
  return value === null || value === undefined || value === unknown ? undefined : toFloat(value);
}
