import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { refuseAtKeystone } from "../refusal";
import { projectIdPattern } from "../seed/seed";
import type { SeededAgency } from "../seed/federation";
import { isDomainOf, type Caller } from "../auth/caller";

/** The scope of a token; `nothing`: the login named neither a project nor a domain. */
export type Scope =
  { readonly kind: "project"; readonly id: string } | { readonly kind: "domain" } | { readonly kind: "nothing" };

/** The projects by id, with their names and their domains. */
interface KnownProjects {
  readonly names: ReadonlyMap<string, string>;
  readonly agencies: readonly SeededAgency[];
}

/**
 * The scope that a login's `scope` asks for; a project overrides a domain. Assumed: every well-formed project id is valid, because the
 * emulator serves any; a name must be a seeded project's, and needs its domain as Keystone demands; a domain must be the caller's own; a
 * project that agencies name belongs only to their domain. An ID token comes from an account's own identity provider, so a project's name
 * needs no domain there (`domainOptional`). Throws Keystone's 400 for a missing part, and its 401, as for a wrong password, for an unknown
 * one, so that callers cannot learn which projects exist.
 */
export function grantScope(
  { project, domain }: JsonObject,
  caller: Caller,
  known: KnownProjects,
  domainOptional = false,
): Scope {
  if (project !== undefined) {
    const id = findProject(project, caller, known.names, domainOptional);
    requireOwnProject(id, caller, known.agencies);
    return { kind: "project", id };
  }
  if (domain === undefined) return { kind: "nothing" };
  requireOwnDomain(domain, caller, "scope");
  return { kind: "domain" };
}

function requireOwnProject(id: string, caller: Caller, agencies: readonly SeededAgency[]): void {
  const owner = agencies.find(({ projects }) => projects?.includes(id) === true);
  if (owner === undefined || owner.domain === caller.domain.name) return;
  throw refuseAtKeystone(401, "The project of the scope does not exist.");
}

function findProject(
  project: JsonValue,
  caller: Caller,
  projectNames: ReadonlyMap<string, string>,
  domainOptional: boolean,
): string {
  const { id, name, domain } = named(project, "project", "scope");
  if (typeof id === "string") {
    if (projectIdPattern.test(id)) return id;
    throw refuseAtKeystone(401, "The project of the scope does not exist.");
  }
  if (domain !== undefined || !domainOptional) requireOwnDomain(domain, caller, "project");
  const found = [...projectNames].find(([, projectName]) => projectName === name);
  if (found === undefined) throw refuseAtKeystone(401, "The project of the scope does not exist.");
  return found[0];
}

function requireOwnDomain(value: JsonValue | undefined, caller: Caller, holder: string): void {
  if (isDomainOf(caller, named(value, "domain", holder))) return;
  throw refuseAtKeystone(401, `The domain of the ${holder} does not exist or is not the user's.`);
}

/** An object that identifies a project or domain by an id or a name. */
function named(value: JsonValue | undefined, key: string, holder: string): JsonObject {
  if (!isJsonObject(value)) throw refuseAtKeystone(400, `Expecting to find ${key} in ${holder}.`);
  const told = value.id ?? value.name;
  if (typeof told === "string" && told !== "") return value;
  throw refuseAtKeystone(400, `Expecting to find id or name in ${key}.`);
}
