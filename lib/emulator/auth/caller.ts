import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import type { SeededUser } from "../seed/seed";
import { stableHex } from "../stable-values";

/** The caller who asks Keystone for a token. */
export interface Caller {
  readonly name: string;
  readonly domain: { readonly id: string; readonly name: string };
  /** Whether the caller may assume agencies that trust the domain. */
  readonly isAgentOperator: boolean;
}

/** The user id of a name. Pure. */
export function userId(name: string): string {
  return stableHex(`user ${name}`, 32);
}

/** The domain id of a name. Pure. */
export function domainId(name: string): string {
  return stableHex(`domain ${name}`, 32);
}

/** The caller of a seeded user. Pure. */
export function knownCaller({ name, domain, isAgentOperator }: SeededUser): Caller {
  return { name, domain: domainNamed(domain), isAgentOperator };
}

/** The domain of a name. Pure. */
export function domainNamed(name: string): Caller["domain"] {
  return { id: domainId(name), name };
}

/** An unknown caller in auth mode `none`, with the name and the first domain of the login. Pure. */
export function unknownCaller(user: JsonObject, scope: JsonObject): Caller {
  const name = text(user.name) ?? "emulator";
  const ofProject = isJsonObject(scope.project) ? scope.project.domain : undefined;
  const domain = [user.domain, ofProject, scope.domain].find(isJsonObject) ?? {};
  const domainName = text(domain.name) ?? text(domain.id) ?? name;
  return { name, domain: { id: text(domain.id) ?? domainId(domainName), name: domainName }, isAgentOperator: true };
}

/** True if a domain, given by id or name, is the caller's own. Pure. */
export function isDomainOf(caller: Caller, domain: JsonObject): boolean {
  return domain.id == null ? domain.name === caller.domain.name : domain.id === caller.domain.id;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
