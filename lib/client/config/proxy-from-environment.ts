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
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  report(
    environmentProblem(variables, "A proxy must be a URL such as http://proxy.example:3128. The value is not shown."),
  );
  return "";
}

function firstSet(environment: Environment, variables: readonly string[]): string {
  return variables.map((variable) => environment[variable]?.trim() ?? "").find((value) => value !== "") ?? "";
}
