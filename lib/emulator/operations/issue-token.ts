import type { ApiAnswer, ApiRequest } from "../api-call";
import type { AuthState } from "../auth/authenticate";
import { tokenLifetimeMs } from "../auth/token-box";
import { decodeJson, isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { refuseAtKeystone } from "../refusal";
import type { SeededUser } from "../seed";
import { stableHex } from "../stable-values";
import { isDomainOf, knownCaller, unknownCaller, userId, type Caller } from "./caller";
import { grantScope, type Scope } from "./token-scope";

/** Who can log in, and the projects by id with their names. */
export interface Directory {
  users(): readonly SeededUser[];
  projectNames(): ReadonlyMap<string, string>;
}

interface Login {
  readonly user: JsonObject;
  readonly scope: JsonObject;
}

/**
 * `POST /v3/auth/tokens`: 201, the token in X-Subject-Token. With auth mode `none` every password is right.
 * Throws Keystone's refusals: 400 for a body of another shape, 401 for a user, password, project or
 * domain that is not known.
 */
export function issueToken(auth: AuthState, directory: Directory, request: ApiRequest): ApiAnswer {
  const login = parseLogin(request.body);
  const caller = requireCaller(auth, directory.users(), login);
  const granted = grantScope(login.scope, caller, directory.projectNames());
  const projectId = granted.kind === "project" ? granted.id : undefined;
  const token = auth.tokens.issue(projectId, caller.name, auth.clock.nowMs());
  return {
    status: 201,
    headers: { "X-Subject-Token": token },
    body: { token: describeToken(auth, directory, request, caller, granted) },
    shown: [],
  };
}

function parseLogin(body: Uint8Array): Login {
  const auth = member(decodeJson(body), "auth");
  const identity = member(auth, "identity");
  if (!Array.isArray(identity.methods) || !identity.methods.includes("password")) {
    throw refuseAtKeystone(400, "auth.identity.methods must contain password.");
  }
  return {
    user: member(member(identity, "password"), "user"),
    scope: auth.scope === undefined ? {} : member(auth, "scope"),
  };
}

function member(value: JsonValue | undefined, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  if (isJsonObject(found)) return found;
  throw refuseAtKeystone(400, `Expecting to find ${key} in the request body.`);
}

function requireCaller(auth: AuthState, users: readonly SeededUser[], { user, scope }: Login): Caller {
  if (typeof user.password !== "string") throw refuseAtKeystone(400, "Expecting to find password in user.");
  const known = users.find((candidate) => isMeant(candidate, user));
  if (known !== undefined && (auth.mode === "none" || known.password === user.password)) return knownCaller(known);
  if (auth.mode === "none") return unknownCaller(user, scope);
  throw refuseAtKeystone(401, "The username or password is wrong.");
}

function isMeant(candidate: SeededUser, user: JsonObject): boolean {
  if (user.id !== undefined) return user.id === userId(candidate.name);
  return (
    user.name === candidate.name && isDomainOf(knownCaller(candidate), isJsonObject(user.domain) ? user.domain : {})
  );
}

function describeToken(
  auth: AuthState,
  directory: Directory,
  request: ApiRequest,
  { name, domain }: Caller,
  scope: Scope,
): JsonObject {
  // The client compares these with its own clock, so they are the machine's time, also beside a manual clock.
  const wallMs = auth.clock.wallMs();
  const withCatalog = !new URLSearchParams(request.rawQuery).has("nocatalog");
  return {
    methods: ["password"],
    issued_at: keystoneTime(wallMs),
    expires_at: keystoneTime(wallMs + tokenLifetimeMs),
    user: { id: userId(name), name, domain, password_expires_at: "" },
    roles: [{ id: "0", name: "te_admin" }],
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

/** The types that clients look for: `dms` and `dmsv1` for v1.0, `dmsv2` for v2; a domain has no instances. */
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
