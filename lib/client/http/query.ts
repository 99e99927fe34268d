import { percentEncode } from "./http-message";

/** A query parameter. */
export type QueryPair = readonly [name: string, value: string];

/** The parameter as a list; empty for an absent or empty value. Pure. */
export function optionalPair(name: string, value: string | undefined): readonly QueryPair[] {
  return value === undefined || value === "" ? [] : [[name, value]];
}

/** `?a=b&c=d`, percent-encoded by RFC 3986 (no `+` for spaces); empty without parameters. Pure. */
export function formatQuery(pairs: readonly QueryPair[]): string {
  const text = pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join("&");
  return text === "" ? "" : `?${text}`;
}
