import { type Environment, variableOf } from "../../domain/environment";
import { proxyFor, type ProxySettings, type ProxySources } from "../http/proxy-choice";
import { type ConfigProblem, environmentProblem } from "./config-problem";

const variables = {
  httpProxy: ["http_proxy", "HTTP_PROXY"],
  httpsProxy: ["https_proxy", "HTTPS_PROXY"],
  noProxy: ["no_proxy", "NO_PROXY"],
} as const;

/**
 * The proxies that the environment names, unchanged. As in curl, a lower-case variable that is set, even if it is empty, overrides the one
 * in capitals. Pure.
 */
export function proxyFromEnvironment(environment: Environment): ProxySettings {
  return {
    httpProxy: withScheme(valueOf(environment, variables.httpProxy)),
    httpsProxy: withScheme(valueOf(environment, variables.httpsProxy)),
    noProxy: valueOf(environment, variables.noProxy),
  };
}

/** The variables that decide on proxies, and one that curl reads and this package does not. Pure. */
export function proxySourcesIn(environment: Environment): ProxySources {
  const isSet = (name: string): boolean => environment[name] !== undefined;
  const [httpProxy, httpsProxy, noProxy] = [variables.httpProxy, variables.httpsProxy, variables.noProxy].map((names) =>
    names.find(isSet),
  );
  const notRead = ["all_proxy", "ALL_PROXY"].find((name) => variableOf(environment, name) !== undefined);
  return {
    ...(httpProxy !== undefined && { httpProxy }),
    ...(httpsProxy !== undefined && { httpsProxy }),
    ...(noProxy !== undefined && { noProxy }),
    ...(notRead !== undefined && { notRead }),
  };
}

/** The objections to the proxies that lead to these URLs; a proxy that none of them needs is not judged. Pure. */
export function objectToProxies(settings: ProxySettings, urls: readonly string[]): readonly ConfigProblem[] {
  const used = new Map(urls.map((url) => [proxyFor(new URL(url), settings), url] as const));
  return [...used].flatMap(([proxy, url]) => {
    const objection = proxy === "" ? undefined : objectTo(proxy);
    if (objection === undefined) return [];
    const names = url.startsWith("https:") ? variables.httpsProxy : variables.httpProxy;
    return [environmentProblem(names, `${objection} It is needed for ${new URL(url).origin}. The value is not shown.`)];
  });
}

function valueOf(environment: Environment, [small, capital]: readonly [string, string]): string {
  return [environment[small], environment[capital]].find((value) => value !== undefined)?.trim() ?? "";
}

/** A proxy's URL with its scheme. Many users write only host:port, which means http for curl and here. */
function withScheme(text: string): string {
  return text === "" || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
}

function objectTo(proxy: string): string | undefined {
  const scheme = /^([a-z0-9+.-]+):/i.exec(proxy)?.[1]?.toLowerCase() ?? "";
  if (/^socks/.test(scheme)) return `A proxy with ${scheme} is not supported. Allowed: http:// or https://.`;
  if (/^https?:[/\\]+[^/?#\\]+[/?#\\]./i.test(proxy))
    return "A proxy's URL ends after its port; `#`, `/` and `?` in a password are written %23, %2F and %3F.";
  if (!URL.canParse(proxy) || !/^https?$/.test(scheme))
    return "A proxy must be a URL such as http://proxy.example:3128.";
  const { username, password } = new URL(proxy);
  return [username, password].every(isDecodable)
    ? undefined
    : "The user or password of a proxy has a percent sign that does not belong to an escape. Allowed: %25 instead.";
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
