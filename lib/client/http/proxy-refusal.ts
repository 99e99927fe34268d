/** A proxy has answered instead of the host: it has forwarded nothing. */
export class ProxyRefusal extends Error {}

/** The headers of an answer. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The refusal for an answer of a proxy. `sendsPassword`: it got a user and a password, which it did not accept. Pure. */
export function proxyRefusal(status: number, headers: Headers, sendsPassword: boolean): ProxyRefusal {
  if (status !== 407) return new ProxyRefusal(`the proxy refused the tunnel: HTTP ${String(status)}`);
  const why = "Proxy Authentication Required (407)";
  const schemes = schemesIn(headers["proxy-authenticate"]);
  if (schemes.length > 0 && !schemes.some((scheme) => scheme.toLowerCase() === "basic")) {
    return new ProxyRefusal(`${why}: the proxy accepts ${schemes.join(", ")}, and only Basic is supported`);
  }
  return new ProxyRefusal(
    sendsPassword
      ? `${why}: the proxy did not accept the user and the password of its URL`
      : `${why}: the proxy's URL has no user and no password`,
  );
}

/** Most schemes that are quoted. */
const mostSchemes = 5;

/** The schemes that a Proxy-Authenticate header offers: the words that no `=` follows. */
function schemesIn(header: string | string[] | undefined): readonly string[] {
  const texts = typeof header === "string" ? [header] : (header ?? []);
  const unquoted = texts.join(",").replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const schemes = unquoted
    .split(",")
    .flatMap((part) => /^\s*([A-Za-z][\w-]{0,30})(?=\s+\S|\s*$)/.exec(part)?.[1] ?? []);
  return [...new Set(schemes)].slice(0, mostSchemes);
}
