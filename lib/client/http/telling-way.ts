import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import { DmsError } from "../dms-error";
import type { Send } from "./http-message";
import { describeWay, type ProxySettings, type ProxySources } from "./proxy-choice";

/** The parts of a configuration that decide the way of a call, with their sources. */
export interface Way {
  /** By origin, the source of a URL, as a clause. */
  readonly urlSources?: ReadonlyMap<string, string>;
  readonly proxy: ProxySettings;
  readonly proxySources?: ProxySources;
  /** The authorities that are trusted, as a clause. */
  readonly trusted?: string;
}

/** Adds to a failure to reach a host the settings by which it was tried, and their sources. */
export function tellingWay(send: Send, way: Way): Send {
  return async (request, signal) => {
    try {
      return await send(request, signal);
    } catch (thrown) {
      if (!isCallFailure(thrown) || thrown.code !== "unreachable") throw thrown;
      const { cause, message } = thrown;
      const failure: CallFailure = thrown;
      throw new DmsError({ ...failure, message: `${message}${describe(request.url, way, cause)}`, cause });
    }
  };
}

function describe(url: URL, { urlSources, proxy, proxySources, trusted }: Way, cause: unknown): string {
  const source = urlSources?.get(url.origin);
  const sentences = [
    source === undefined ? "" : `${url.origin} is ${source}.`,
    describeWay(url, proxy, proxySources ?? {}),
    trusted !== undefined && isAboutCertificate(cause) ? `Trusted authorities: ${trusted}.` : "",
  ];
  return sentences.map((sentence) => (sentence === "" ? "" : ` ${sentence}`)).join("");
}

/** Whether a connection ended because its certificate was refused, by the codes of Node.js and OpenSSL. */
function isAboutCertificate(cause: unknown): boolean {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === "string" && /CERT|LEAF_SIGNATURE|INVALID_CA|HOSTNAME_MISMATCH/.test(code);
}
