import type { Environment } from "../../domain/environment";
import type { ProxySettings } from "../proxy-choice";
import type { Report } from "./check-values";
import { environmentProblem } from "./config-problem";

/** The proxies that the environment names, in small letters or capitals. Pure. */
export function proxyFromEnvironment(environment: Environment, report: Report): ProxySettings {
  return {
    httpProxy: checkProxy(environment, ["http_proxy", "HTTP_PROXY"], report),
    httpsProxy: checkProxy(environment, ["https_proxy", "HTTPS_PROXY"], report),
    noProxy: firstSet(environment, ["no_proxy", "NO_PROXY"]),
  };
}

function checkProxy(environment: Environment, variables: readonly string[], report: Report): string {
  const text = firstSet(environment, variables);
  if (text === "") return "";
  // Many write host:port only; curl takes that for http, and so do we.
  const url = /^[a-z0-9+]+:\/\//i.test(text) ? text : `http://${text}`;
  const objection = objectTo(url);
  if (objection === undefined) return url;
  report(environmentProblem(variables, `${objection} The value is not shown.`));
  return "";
}

function objectTo(proxy: string): string | undefined {
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    return "A proxy must be a URL such as http://proxy.example:3128.";
  }
  const { username, password } = new URL(proxy);
  return [username, password].every(isDecodable)
    ? undefined
    : "The user or password of a proxy has a percent sign that does not belong to an escape. Allowed: %25 in its place.";
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function firstSet(environment: Environment, variables: readonly string[]): string {
  return variables.map((variable) => environment[variable]?.trim() ?? "").find((value) => value !== "") ?? "";
}
