import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import type { SeededUser } from "../seed";
import { stableHex } from "../stable-values";

/** Who asks Keystone for a token. */
export interface Caller {
  readonly name: string;
  readonly domain: { readonly id: string; readonly name: string };
  /** May assume agencies that trust the domain. */
  readonly isAgentOperator: boolean;
}

/** The user id that stands for a name. Pure. */
export function userId(name: string): string {
  return stableHex(`user ${name}`, 32);
}

/** The domain id that stands for a name. Pure. */
export function domainId(name: string): string {
  return stableHex(`domain ${name}`, 32);
}

/** Pure. */
export function knownCaller({ name, domain, isAgentOperator }: SeededUser): Caller {
  return { name, domain: domainNamed(domain), isAgentOperator };
}

/** The domain that a name stands for. Pure. */
export function domainNamed(name: string): Caller["domain"] {
  return { id: domainId(name), name };
}

/** Somebody unknown where nobody has to prove anything: taken by their word, of the first domain that the login names. Pure. */
export function unknownCaller(user: JsonObject, scope: JsonObject): Caller {
  const name = text(user.name) ?? "emulator";
  const ofProject = isJsonObject(scope.project) ? scope.project.domain : undefined;
  const domain = [user.domain, ofProject, scope.domain].find(isJsonObject) ?? {};
  const domainName = text(domain.name) ?? text(domain.id) ?? name;
  return { name, domain: { id: text(domain.id) ?? domainId(domainName), name: domainName }, isAgentOperator: true };
}

/** True when a domain, told by its id or its name, is the caller's own. Pure. */
export function isDomainOf(caller: Caller, domain: JsonObject): boolean {
  return domain.id == null ? domain.name === caller.domain.name : domain.id === caller.domain.id;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
