import { canonicalNumber } from "./number";
import { Decimal } from "./value";

/** The value of JSON text. A number that float64 cannot express is a string with its digits. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/* Escapes, quotes and numbers. No repetition spans a string: a long one would overflow the matcher's stack. */
const TOKENS = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON without losing digits: `JSON.parse` alone would round 9007199254740993. Numbers that a float64 cannot reproduce become
 * strings of their digits, which state decoding reads as numbers, like Terraform. Throws `SyntaxError` if the text is not JSON.
 */
export function parseJson(text: string): Json {
  const parsed = JSON.parse(text) as Json;
  let inString = false;
  const exact = text.replace(TOKENS, (token) => {
    if (token === '"') inString = !inString;
    const isNumber = !inString && token !== '"';
    return isNumber && !survives(token) ? `"${token}"` : token;
  });
  return exact === text ? parsed : (JSON.parse(exact) as Json);
}

/** Most numbers are whole and short. */
const SURELY_EXACT = /^-?\d{1,15}$/;

function survives(token: string): boolean {
  if (SURELY_EXACT.test(token)) return true;
  return canonicalNumber(Number(token)) === canonicalNumber(new Decimal(token));
}
