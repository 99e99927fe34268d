import type { AnswerLimits } from "./answer-limits";

/** One HTTP request without the part of the authenticator. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Absolute URL, with its query percent-encoded by RFC 3986. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent without a body. */
  readonly body?: string;
  /** True if a repetition could have a second effect. */
  readonly isWrite: boolean;
  /** Secrets that must not appear in texts about this request, even if an answer echoes them. */
  readonly secrets: readonly string[];
  /** Limits of an answer with a 2xx. @default `ordinaryAnswer`, which holds for all other answers */
  readonly answerLimits?: AnswerLimits;
}

/** One HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; the first value of a repeated header. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer with its request as sent, which has all secrets that a quotation of the answer must not contain. */
export interface Exchanged {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}

/** Sends one request, exactly once; rejects with a `DmsError` without a complete answer. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<Exchanged>;

/** Copies a request with more headers and more secrets. Pure. */
export function withHeaders(
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): HttpRequest {
  return { ...request, headers: { ...request.headers, ...headers }, secrets: [...request.secrets, ...secrets] };
}

/** The name of a request in texts: method, path and query, without host. Pure. */
export function describeRequest(request: HttpRequest): string {
  return `${request.method} ${request.url.pathname}${request.url.search}`;
}

/** Percent-encodes all characters except RFC 3986's unreserved ones, as the request signature demands. Pure. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

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
