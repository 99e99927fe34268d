import type { ApiAnswer, ApiRequest } from "../api-call";
import type { AuthState } from "../auth/authenticate";
import { tokenLifetimeMs } from "../auth/token-box";
import { decodeJson, isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { refuseAtKeystone } from "../refusal";
import type { SeededUser } from "../seed/seed";
import type { SeededAgency, SeededIdentityProvider } from "../seed/federation";
import { stableHex } from "../stable-values";
import { userId, type Caller } from "../auth/caller";
import { idTokenCaller, passwordCaller, assumeAgency, type Assumed } from "./login-caller";
import { grantScope, type Scope } from "./token-scope";

/** The users, agencies and identity providers, and the projects by id with their names. */
export interface Directory {
  agencies(): readonly SeededAgency[];
  identityProviders(): readonly SeededIdentityProvider[];
  users(): readonly SeededUser[];
  projectNames(): ReadonlyMap<string, string>;
}

/** A login: its caller, method and scope. */
interface Login {
  readonly caller: Caller;
  readonly methods: readonly string[];
  readonly scope: Scope;
  /** The caller who acts through an agency. */
  readonly assumedBy?: Assumed["by"];
}

/**
 * `POST /v3/auth/tokens`, with a password or by an agency, and `POST /v3.0/OS-AUTH/id-token/tokens`: 201, the token in
 * X-Subject-Token. With auth mode `none` every proof is right. Throws Keystone's refusals: 400 for a body of another shape,
 * 401 for an unknown user, password, project or domain.
 */
export async function issueToken(
  auth: AuthState,
  directory: Directory,
  request: ApiRequest,
  by: "identity" | "id-token",
): Promise<ApiAnswer> {
  const body = member(decodeJson(request.body), "auth");
  const login =
    by === "id-token" ? await logInWithIdToken(auth, directory, request, body) : logIn(auth, directory, request, body);
  const { caller, scope } = login;
  const grant = {
    projectId: scope.kind === "project" ? scope.id : undefined,
    userName: caller.name,
    domain: caller.domain.name,
    isAgentOperator: caller.isAgentOperator,
  };
  return {
    status: 201,
    headers: { "X-Subject-Token": auth.tokens.issue(grant, auth.clock.nowMs()) },
    body: { token: describeToken(auth, directory, request, login) },
    shown: [],
  };
}

function logIn(auth: AuthState, directory: Directory, request: ApiRequest, body: JsonObject): Login {
  const identity = member(body, "identity");
  const scope = scopeOf(body);
  const methods = Array.isArray(identity.methods) ? (identity.methods as readonly JsonValue[]) : [];
  if (methods.includes("assume_role")) {
    const { caller, by, projects } = assumeAgency(auth, directory.agencies(), request, member(identity, "assume_role"));
    const granted = grantScope(scope, caller, projectsOf(directory));
    if (granted.kind === "project" && projects !== undefined && !projects.includes(granted.id)) {
      throw refuseAtKeystone(403, "You are not authorized to perform the requested action.");
    }
    return { caller, methods: ["assume_role"], scope: granted, assumedBy: by };
  }
  if (!methods.includes("password")) {
    throw refuseAtKeystone(400, "auth.identity.methods must contain password or assume_role.");
  }
  const caller = passwordCaller(auth, directory.users(), member(member(identity, "password"), "user"), scope);
  return { caller, methods: ["password"], scope: grantScope(scope, caller, projectsOf(directory)) };
}

async function logInWithIdToken(
  auth: AuthState,
  directory: Directory,
  request: ApiRequest,
  body: JsonObject,
): Promise<Login> {
  const { id } = member(body, "id_token");
  if (typeof id !== "string" || id === "") throw refuseAtKeystone(400, "Expecting to find id in id_token.");
  const caller = await idTokenCaller(auth, directory.identityProviders(), request, id);
  return { caller, methods: ["mapped"], scope: grantScope(scopeOf(body), caller, projectsOf(directory), true) };
}

function scopeOf(body: JsonObject): JsonObject {
  return body.scope === undefined ? {} : member(body, "scope");
}

function projectsOf(directory: Directory): Parameters<typeof grantScope>[2] {
  return { names: directory.projectNames(), agencies: directory.agencies() };
}

function member(value: JsonValue | undefined, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  if (isJsonObject(found)) return found;
  throw refuseAtKeystone(400, `Expecting to find ${key} in the request body.`);
}

function describeToken(
  auth: AuthState,
  directory: Directory,
  request: ApiRequest,
  { caller: { name, domain }, methods, scope, assumedBy }: Login,
): JsonObject {
  // The client compares these dates with its own clock, so they follow the machine's time, also with a manual clock.
  const wallMs = auth.clock.wallMs();
  const withCatalog = !new URLSearchParams(request.rawQuery).has("nocatalog");
  return {
    methods,
    issued_at: keystoneTime(wallMs),
    expires_at: keystoneTime(wallMs + tokenLifetimeMs),
    user: { id: userId(name), name, domain, password_expires_at: "" },
    roles: [{ id: "0", name: "te_admin" }],
    ...(assumedBy === undefined
      ? {}
      : { assumed_by: { user: { id: userId(assumedBy.name), name: assumedBy.name, domain: assumedBy.domain } } }),
    ...(scope.kind === "project"
      ? { project: { id: scope.id, name: directory.projectNames().get(scope.id) ?? scope.id, domain } }
      : {}),
    ...(scope.kind === "domain" ? { domain } : {}),
    ...(withCatalog && scope.kind !== "nothing" ? { catalog: describeCatalog(request.baseUrl, scope) } : {}),
  };
}

function keystoneTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

/** The service types that clients look for: `dms` and `dmsv1` for v1.0, `dmsv2` for v2; a domain has no instances. */
function describeCatalog(baseUrl: string, scope: Scope): JsonValue {
  const entry = (type: string, url: string): JsonObject => ({
    type,
    name: type,
    id: stableHex(`service ${type}`, 32),
    endpoints: [
      { id: stableHex(`endpoint ${type}`, 32), interface: "public", region: "eu-de", region_id: "eu-de", url },
    ],
  });
  const identity = entry("identity", `${baseUrl}/v3`);
  if (scope.kind !== "project") return [identity];
  return [
    identity,
    entry("dms", `${baseUrl}/v1.0/${scope.id}`),
    entry("dmsv1", `${baseUrl}/v1.0/${scope.id}`),
    entry("dmsv2", `${baseUrl}/v2/${scope.id}`),
  ];
}
