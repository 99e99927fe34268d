import type { ApiRequest } from "../api-call";
import type { EmulatorClock } from "../clock";
import { refuse, refuseAtGateway, refuseAtKeystone, type Refusal } from "../refusal";
import { userId } from "./caller";
import type { SeededKey } from "../seed/seed";
import type { Actor } from "../fleet/task-records";
import type { KeyLocks } from "./key-locks";
import {
  computeSignature,
  parseAuthorization,
  sha256,
  type SignatureClaim,
  shortenKey,
  queryOrders,
} from "./signature";
import type { Grant, TokenBox } from "./token-box";

/** The authentication that the emulator demands: none, a token, a signature, or one of the two. */
export type AuthMode = "none" | "token" | "aksk" | "any";

/** The known users and keys, the issued tokens and the key locks. */
export interface AuthState {
  readonly mode: AuthMode;
  readonly clock: EmulatorClock;
  readonly tokens: TokenBox;
  readonly locks: KeyLocks;
  keys(): readonly SeededKey[];
}

/** Longest deviation of X-Sdk-Date. (Huawei Cloud "API Request Signing Guide", 2026.) */
const maxSkewMs = 15 * 60 * 1_000;
const wrong = "Incorrect IAM authentication information:";

/** The user of a call without authentication that does not name its user. */
const anybody = "emulator";

/**
 * Lets a call to a project's instances pass and answers its user, or throws the gateway's refusal (401 APIG.0301, expired token APIG.0307)
 * or, for a token of another project, the service's (DMS.10240104).
 */
export async function authenticate(auth: AuthState, request: ApiRequest, projectId: string): Promise<Actor> {
  const token = request.headers["x-auth-token"];
  switch (chooseProof(auth.mode, request)) {
    case "none":
      return actorNamed(auth.tokens.find(token ?? "")?.userName ?? claimedKey(auth, request)?.user ?? anybody);
    case "token":
      return actorNamed(checkToken(auth, token, projectId).userName);
    case "aksk":
      return actorNamed((await checkSignature(auth, request)).user);
  }
}

function actorNamed(name: string): Actor {
  return { name, id: userId(name) };
}

function claimedKey(auth: AuthState, { headers }: ApiRequest): SeededKey | undefined {
  const claim = parseAuthorization(headers.authorization ?? "");
  return auth.keys().find(({ access }) => access === claim?.accessKey);
}

/** Lets a call to Keystone pass, or throws: Keystone's 401 for a bad token, the gateway's for a bad signature. */
export async function authenticateAtKeystone(auth: AuthState, request: ApiRequest): Promise<void> {
  switch (chooseProof(auth.mode, request)) {
    case "none":
      return;
    case "token": {
      const grant = auth.tokens.find(request.headers["x-auth-token"] ?? "");
      if (grant !== undefined && auth.clock.nowMs() < grant.expiresAtMs) return;
      throw refuseAtKeystone(401, "The request you have made requires authentication.");
    }
    case "aksk":
      await checkSignature(auth, request);
  }
}

function chooseProof(mode: AuthMode, request: ApiRequest): "none" | "token" | "aksk" {
  if (mode !== "any") return mode;
  return request.headers["x-auth-token"] === undefined && request.headers.authorization !== undefined
    ? "aksk"
    : "token";
}

function checkToken(auth: AuthState, token: string | undefined, projectId: string): Grant {
  if (token === undefined) throw unauthenticated("x-auth-token not found");
  const grant = auth.tokens.find(token);
  if (grant === undefined) throw unauthenticated("decrypt token fail");
  if (auth.clock.nowMs() >= grant.expiresAtMs) throw refuseAtGateway(401, "APIG.0307", "The token must be updated.");
  if (grant.projectId !== projectId) throw refuse("DMS.10240104");
  return grant;
}

async function checkSignature(auth: AuthState, request: ApiRequest): Promise<SeededKey> {
  const claim = parseAuthorization(request.headers.authorization ?? "");
  if (claim === undefined)
    throw unauthenticated("verify aksk signature fail, authorization header is missing or malformed");
  const key = auth.keys().find(({ access }) => access === claim.accessKey);
  if (key === undefined)
    throw unauthenticated(`Get secretKey failed,ak:${shortenKey(claim.accessKey)},err:ak not exist`);
  const nowMs = auth.clock.nowMs();
  if (auth.locks.isLocked(key.access, nowMs)) throw unauthenticated("AK access failed to reach the limit,forbidden.");
  const complaint = await findFault(request, claim, key, auth.clock.wallMs());
  if (complaint !== undefined) {
    auth.locks.failed(key.access, nowMs);
    throw unauthenticated(`verify aksk signature fail, ${complaint}`);
  }
  auth.locks.succeeded(key.access);
  return key;
}

/** The fault of a signature; `undefined` if it is right. */
async function findFault(
  request: ApiRequest,
  claim: SignatureClaim,
  key: SeededKey,
  wallMs: number,
): Promise<string | undefined> {
  const date = request.headers["x-sdk-date"] ?? "";
  const dateMs = parseSdkDate(date);
  if (dateMs === undefined || !claim.signedHeaders.includes("x-sdk-date")) return "x-sdk-date must be there and signed";
  if (Math.abs(wallMs - dateMs) > maxSkewMs) return "x-sdk-date is more than 15 minutes off";
  if (claim.scope !== undefined && !date.startsWith(claim.scope.slice(0, 8))) return "the scope is of another day";
  if (!(await bodyHashFits(request))) return "x-sdk-content-sha256 does not fit the body";
  if (key.securityToken !== undefined && key.securityToken !== request.headers["x-security-token"]) {
    return "x-security-token does not fit the key";
  }
  for (const order of queryOrders) {
    if ((await computeSignature(request, claim, key.secret, order)) === claim.signature) return undefined;
  }
  return "signature mismatch";
}

async function bodyHashFits(request: ApiRequest): Promise<boolean> {
  const declared = request.headers["x-sdk-content-sha256"];
  return declared === undefined || declared === "UNSIGNED-PAYLOAD" || declared === (await sha256(request.body));
}

/** `20060102T150405Z` in milliseconds since the epoch. */
function parseSdkDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function unauthenticated(detail: string): Refusal {
  return refuseAtGateway(401, "APIG.0301", `${wrong} ${detail}`);
}
