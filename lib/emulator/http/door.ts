import type { IncomingMessage } from "node:http";
import { answer } from "../api-call";
import { isControlPath } from "../control";
import type { JsonValue } from "../json-value";
import { refusalBody, refuseAtGateway, refuseAtKeystone } from "../refusal";
import type { Delivery } from "../service";
import { stableHex } from "../stable-values";
import { hostIn, type HostList } from "./hosts";

/** Why a request is turned away before it is read further. */
interface TurnedAway {
  readonly status: 400 | 403;
  readonly message: string;
}

/**
 * Turns away requests that a foreign web page can make a browser send here: requests by a host name that is not allowed, and requests of
 * another site. A navigation is let in, so that a link to the emulator's page works. `undefined`: let in.
 */
export function turnAway(incoming: IncomingMessage, hosts: HostList): TurnedAway | undefined {
  const header = incoming.headers.host ?? "";
  // HTTP/1.0 may omit the header; browsers do not. The gateway refuses HTTP/1.1 without it.
  const named = header === "" ? [] : [header, authorityOf(incoming.url ?? "") ?? header];
  for (const text of named) {
    const host = hasOneHost(incoming) ? hostIn(text) : undefined;
    if (host === undefined) return { status: 400, message: "Bad request: its host cannot be read." };
    if (!hosts.has(host, incoming.socket.localAddress)) return { status: 403, message: describeHost(host) };
  }
  return isOfAnotherSite(incoming, header) ? { status: 403, message: otherSite } : undefined;
}

/**
 * The answer to a request that is turned away. It is not a call of the service: the journal omits it, and it does not use up a request id.
 */
export function describeTurnedAway({ status, message }: TurnedAway, path: string): Delivery {
  const requestId = stableHex("turned away", 32);
  const whole = (body: JsonValue): Delivery => ({ kind: "whole", answer: answer(status, body), requestId, delayMs: 0 });
  if (isControlPath(path)) return whole({ error: message });
  const isKeystone = path === "/v3" || /^\/v3(\.0)?\//.test(path);
  const refusal = isKeystone ? refuseAtKeystone(status, message) : refuseAtGateway(status, "APIG.0402", message);
  return whole(refusalBody(refusal, requestId));
}

const otherSite =
  "The emulator refuses requests that a browser sends for a page of another site. Open the emulator's own page, or send the request from a program.";

function describeHost(host: string): string {
  return `The emulator does not answer for the host ${host}. Add --allow-host ${host} to its command, or call it by the address that it printed.`;
}

function hasOneHost(incoming: IncomingMessage): boolean {
  return (incoming.headersDistinct.host ?? []).length === 1;
}

/** The host in the target of a request to a proxy, which overrides the header (RFC 9112, section 3.2.2). */
function authorityOf(target: string): string | undefined {
  const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(target) ?? [];
  return authority?.replace(/^.*@/, "");
}

/**
 * Whether a page of another site sent the request. Browsers send Sec-Fetch-Site, which pages cannot change; browsers without it send
 * Origin. Programs send neither.
 */
function isOfAnotherSite({ method, headers }: IncomingMessage, host: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site === undefined) return headers.origin !== undefined && !isSameHost(headers.origin, host);
  if (site === "same-origin" || site === "none") return false;
  const isNavigation = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  return !(isNavigation && (method === "GET" || method === "HEAD"));
}

function isSameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
}
