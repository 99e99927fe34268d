import { Decimal, type TfNumber, type Unknown, unknown } from "./value";

const spelling = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;

/** Enough digits for every float64 written by hand; a longer number is kept as a `Decimal`. */
const exactDigits = 100;

/**
 * One text per numeric value in any form: `1`, `1n` and `new Decimal("1.0")` give the same. A float64 has the value of its shortest
 * spelling, because state's JSON contains this spelling.
 */
export function canonicalNumber(value: TfNumber): string {
  const text = typeof value === "object" ? value.decimal : String(value);
  const match = spelling.exec(text);
  if (match === null) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  const significant = digits.slice(0, end).replace(/^0+/, "");
  if (significant === "") return "0";
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - end);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}

/** The exact value of a decimal spelling in the narrowest exact form; `undefined` if it is not a number. */
export function parseNumber(text: string): TfNumber | undefined {
  if (!spelling.test(text)) return undefined;
  const canonical = canonicalNumber(new Decimal(text));
  const float = Number(text);
  if (Number.isSafeInteger(float) && canonicalNumber(float) === canonical) return float === 0 ? 0 : float;
  if (Number.isFinite(float) && !Number.isInteger(float)) {
    // Both the shortest spelling, which is the value of a float64 here, and its own digits have to be the text's.
    const spellings = [float, new Decimal(float.toPrecision(exactDigits))];
    return spellings.every((each) => canonicalNumber(each) === canonical) ? float : new Decimal(text);
  }
  const whole = wholeNumber(canonical);
  return whole ?? new Decimal(text);
}

/** The int64 of a canonical text, if it is one. */
function wholeNumber(canonical: string): bigint | undefined {
  const [digits = "", power = "0"] = canonical.split("e");
  // An int64 has at most 19 digits; without this bound `1e999999999` would be written out.
  if (power.startsWith("-") || digits.length + Number(power) > 20) return undefined;
  const whole = BigInt(digits + "0".repeat(Number(power)));
  return whole >= int64Min && whole <= int64Max ? whole : undefined;
}

/** The number as a float64, the nearest one if it is not exact. */
export function toFloat(value: TfNumber): number {
  return typeof value === "object" ? Number(value.decimal) : Number(value);
}

/** A Terraform number as JavaScript's, exact for every count this provider knows; `undefined` when null or unknown. Pure. */
export function toNumber(value: TfNumber | null | undefined | Unknown): number | undefined {
  return value === null || value === undefined || value === unknown ? undefined : toFloat(value);
}
