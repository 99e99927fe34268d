import type { ApiAnswer, ApiRequest } from "../api-call";
import type { AuthState } from "../auth/authenticate";
import { tokenLifetimeMs } from "../auth/token-box";
import { decodeJson, isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { refuseAtKeystone } from "../refusal";
import type { SeededUser } from "../seed";
import { stableHex } from "../stable-values";

/** Who can log in, and the projects by id with their names. */
export interface Directory {
  users(): readonly SeededUser[];
  projectNames(): ReadonlyMap<string, string>;
}

interface Login {
  readonly user: JsonObject;
  readonly scope: JsonObject;
}

/** What a token is good for; `nothing`: neither project nor domain was asked for. */
type Scope =
  { readonly kind: "project"; readonly id: string } | { readonly kind: "domain" } | { readonly kind: "nothing" };

/**
 * `POST /v3/auth/tokens`: 201, the token in X-Subject-Token. With auth mode `none` every password is right.
 * Throws Keystone's refusals: 400 for a body of another shape, 401 for a user, password or project that is not known.
 */
export function issueToken(auth: AuthState, directory: Directory, request: ApiRequest): ApiAnswer {
  const { user, scope } = parseLogin(request.body);
  const known = requireUser(auth, directory.users(), user);
  const granted = grantScope(scope, known, directory.projectNames());
  const token = auth.tokens.issue(granted.kind === "project" ? granted.id : undefined, auth.clock.nowMs());
  return {
    status: 201,
    headers: { "X-Subject-Token": token },
    body: { token: describeToken(auth, directory, request, known, granted) },
    shown: [],
  };
}

/** The user id that stands for a name. Pure. */
function userId(name: string): string {
  return stableHex(`user ${name}`, 32);
}

/** The domain id that stands for a name. Pure. */
export function domainId(name: string): string {
  return stableHex(`domain ${name}`, 32);
}

function parseLogin(body: Uint8Array): Login {
  const auth = member(decodeJson(body), "auth");
  const identity = member(auth, "identity");
  if (!Array.isArray(identity.methods) || !identity.methods.includes("password")) {
    throw refuseAtKeystone(400, "auth.identity.methods must contain password.");
  }
  return {
    user: member(member(identity, "password"), "user"),
    scope: isJsonObject(auth.scope) ? auth.scope : {},
  };
}

function member(value: JsonValue | undefined, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  if (isJsonObject(found)) return found;
  throw refuseAtKeystone(400, `Expecting to find ${key} in the request body.`);
}

function requireUser(auth: AuthState, users: readonly SeededUser[], claim: JsonObject): SeededUser {
  if (typeof claim.password !== "string") throw refuseAtKeystone(400, "Expecting to find password in user.");
  const known = users.find((user) => isSameUser(user, claim));
  if (known !== undefined && known.password === claim.password) return known;
  if (auth.mode === "none") {
    const name = typeof claim.name === "string" ? claim.name : "emulator";
    const domain = isJsonObject(claim.domain) ? claim.domain.name : undefined;
    return known ?? { name, password: "", domain: typeof domain === "string" ? domain : name };
  }
  throw refuseAtKeystone(401, "The username or password is wrong.");
}

function isSameUser(user: SeededUser, claim: JsonObject): boolean {
  if (claim.id !== undefined) return claim.id === userId(user.name);
  return claim.name === user.name && isDomainOf(user, isJsonObject(claim.domain) ? claim.domain : {});
}

function isDomainOf(user: SeededUser, domain: JsonObject): boolean {
  return domain.id === undefined ? domain.name === user.domain : domain.id === domainId(user.domain);
}

/**
 * A project wins over a domain. Assumed: any project id can be scoped to, as the emulator serves any; a name must be a
 * seeded project's; a domain must be the user's own.
 */
function grantScope({ project, domain }: JsonObject, user: SeededUser, names: ReadonlyMap<string, string>): Scope {
  if (isJsonObject(project)) {
    if (typeof project.id === "string") return { kind: "project", id: project.id };
    const found = [...names].find(([, name]) => name === project.name);
    if (found === undefined) throw refuseAtKeystone(401, "The project of the scope does not exist.");
    return { kind: "project", id: found[0] };
  }
  if (!isJsonObject(domain)) return { kind: "nothing" };
  if (!isDomainOf(user, domain)) throw refuseAtKeystone(401, "The domain of the scope is not the user's.");
  return { kind: "domain" };
}

function describeToken(
  auth: AuthState,
  directory: Directory,
  request: ApiRequest,
  user: SeededUser,
  scope: Scope,
): JsonObject {
  // The client compares these with its own clock, so they are the machine's time, also beside a manual clock.
  const wallMs = auth.clock.wallMs();
  const domain = { id: domainId(user.domain), name: user.domain };
  const withCatalog = !new URLSearchParams(request.rawQuery).has("nocatalog");
  return {
    methods: ["password"],
    issued_at: keystoneTime(wallMs),
    expires_at: keystoneTime(wallMs + tokenLifetimeMs),
    user: { id: userId(user.name), name: user.name, domain, password_expires_at: "" },
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
