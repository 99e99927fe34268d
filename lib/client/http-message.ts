import type { AnswerLimits } from "./answer-limits";

/** One HTTP request, complete but for what an authenticator adds. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Absolute, the query percent-encoded as RFC 3986 has it. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent means no body. */
  readonly body?: string;
  /** True when carrying it out twice could do something twice. */
  readonly isWrite: boolean;
  /** What must not appear in any text about this request, should an answer echo it. */
  readonly secrets: readonly string[];
  /** What is read of an answer with a 2xx at most. @default `ordinaryAnswer`, which holds for all other answers */
  readonly answerLimits?: AnswerLimits;
}

/** One HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer together with the request as it went out: with everything that must be kept silent when the answer is quoted. */
export interface Exchanged {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}

/** Sends one request, exactly once; rejects with a `DmsError` when no complete answer came. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<Exchanged>;

/** Copies a request with more headers and more to keep silent about. Pure. */
export function withHeaders(
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): HttpRequest {
  return { ...request, headers: { ...request.headers, ...headers }, secrets: [...request.secrets, ...secrets] };
}

/** How texts call a request: method, path and query, no host. Pure. */
export function describeRequest(request: HttpRequest): string {
  return `${request.method} ${request.url.pathname}${request.url.search}`;
}

/** Percent-encodes all but RFC 3986's unreserved characters, as the request signature demands too. Pure. */
export function percentEncode(text: string): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, "\uFFFD");
  return encodeURIComponent(wellFormed).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
