import { canonicalNumber } from "./number";

/** What JSON text holds. A number that float64 cannot hold stands as a string with its digits. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/* A JSON text's strings and numbers. Strings are matched so that the digits in them are passed over. */
const STRINGS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON without losing digits: `JSON.parse` alone would round 9007199254740993. Numbers that a float64 cannot give
 * back become strings of their digits, which state decoding takes for numbers as Terraform does. Pure.
 * Throws `SyntaxError` when the text is not JSON.
 */
export function parseJson(text: string): Json {
  const parsed = JSON.parse(text) as Json;
  const exact = text.replace(STRINGS_AND_NUMBERS, (token) => {
    return token.startsWith('"') || survives(token) ? token : `"${token}"`;
  });
  return exact === text ? parsed : (JSON.parse(exact) as Json);
}

function survives(token: string): boolean {
  return canonicalNumber(Number(token)) === canonicalNumber({ decimal: token });
}
