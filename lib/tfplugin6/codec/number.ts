import { canonicalNumber, parseNumber } from "../../framework/values/number";
import { Decimal, type TfNumber } from "../../framework/values/value";

// Terraform's numbers are decimals of any size; on the wire they are integers and floats if those are exact, else text. Neither direction
// may round: Terraform compares returned values with those it sent. As in the framework, a float64 here has the value of its shortest
// spelling. So a received float64 with another exact value (0.1 from a provider that computes in float64) becomes a Decimal of all its
// digits, and our own 0.1 is sent as text.

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
const maxInt32 = 0x7fffffff;

/** The number that msgpack carries as an integer or a float. Pure. */
export function numberFromMsgpack(raw: number | bigint): TfNumber {
  if (typeof raw === "bigint") return Number.isSafeInteger(Number(raw)) ? Number(raw) : raw;
  return Number.isSafeInteger(raw) || isItsSpelling(raw) ? raw + 0 : new Decimal(exactSpelling(raw));
}

/** The number that msgpack carries as text. Throws if it is not a number. Pure. */
export function numberFromText(text: string): TfNumber {
  const number = parseNumber(text);
  if (number === undefined) throw new Error(`${JSON.stringify(text)} is not a number`);
  return number;
}

/** The msgpack form of a number. Throws for NaN, which Terraform does not have. Pure. */
export function numberToMsgpack(value: TfNumber): number | bigint | string {
  if (typeof value === "object") return value.decimal;
  if (typeof value === "bigint") return value >= minInt64 && value <= maxInt64 ? value : value.toString();
  if (Number.isNaN(value)) throw new Error("NaN is not a number that Terraform knows");
  // The encoder writes bigints as integers, but numbers beyond 32 bits as floats.
  if (Number.isSafeInteger(value)) return Math.abs(value) > maxInt32 ? BigInt(value) : value;
  return isItsSpelling(value) ? value : String(value);
}

function isItsSpelling(float: number): boolean {
  if (!Number.isFinite(float)) return true;
  return canonicalNumber(float) === canonicalNumber(new Decimal(exactSpelling(float)));
}

/** All digits of a finite float64: mantissa × 2^-n is mantissa × 5^n × 10^-n. */
function exactSpelling(float: number): string {
  if (Number.isInteger(float)) return BigInt(float).toString();
  let mantissa = float;
  let power = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    power += 1;
  }
  return `${BigInt(mantissa) * 5n ** BigInt(power)}e-${power}`;
}
