import { type CallFailure, isCallFailure, type KeystoneCall } from "../../domain/call-failure";
import { answerFailure, unreadableAnswer } from "../answers/answer-failure";
import type { Agency, Identity } from "../client-config";
import { DmsError } from "../dms-error";
import { type HttpRequest, type Send, withHeaders } from "../http/http-message";
import { asObject, parseJson, readText } from "../answers/json-reader";
import { withToken } from "./authenticator";

interface PasswordLogin {
  readonly user: Identity;
  readonly password: string;
  readonly domain: Identity | undefined;
}

/** A token, and the id of its project if the answer named one. */
export interface Session {
  readonly token: string;
  readonly projectId: string | undefined;
}

/** The scope of a token: a project (named together with its domain), a whole account, or none. */
export type LoginScope =
  | { readonly kind: "project"; readonly project: Identity; readonly domain: Identity | undefined }
  | { readonly kind: "domain"; readonly domain: Identity }
  | { readonly kind: "none" };

/** The surroundings of a call to Keystone. */
export interface KeystoneContext {
  readonly send: Send;
  readonly now: () => number;
  readonly userAgent: string;
}

/** The URL and the scope of a login. */
interface LoginTarget {
  /** Keystone v3 URL without trailing slash. */
  readonly authUrl: string;
  readonly scope: LoginScope;
}

/**
 * Logs in with a password: one POST to `{authUrl}/auth/tokens`, sent once.
 * (OTC IAM, obtaining a user token through password authentication: 201, the token in header X-Subject-Token.)
 */
export function logInWithPassword(
  { authUrl, scope }: LoginTarget,
  login: PasswordLogin,
  context: KeystoneContext,
  signal: AbortSignal,
): Promise<Session> {
  const user = { ...describeIdentity(login.user, login.domain), password: login.password };
  const auth = { identity: { methods: ["password"], password: { user } }, ...describeScope(scope) };
  const request = {
    ...tokenRequest(`${authUrl}/auth/tokens?nocatalog=true`, auth, context),
    secrets: [login.password],
  };
  return inCall("login", () => requestToken(request, context, signal));
}

/**
 * Logs in with an ID token of an identity provider: one POST to `/v3.0/OS-AUTH/id-token/tokens`, sent once.
 * (Huawei Cloud IAM, obtaining a token with an OpenID Connect ID token, 2024-11: 201, the token in header X-Subject-Token.)
 */
export function logInWithIdToken(
  { authUrl, scope }: LoginTarget,
  login: { readonly identityProvider: string; readonly idToken: string },
  context: KeystoneContext,
  signal: AbortSignal,
): Promise<Session> {
  const { identityProvider, idToken } = login;
  const auth = { id_token: { id: idToken }, ...describeScope(scope) };
  const url = `${authUrl.replace(/\/v3$/, "")}/v3.0/OS-AUTH/id-token/tokens`;
  const request = withHeaders(tokenRequest(url, auth, context), { "x-idp-id": identityProvider }, [idToken]);
  return inCall("login", () => requestToken(request, context, signal));
}

/**
 * Assumes an agency with a token of the account that the agency trusts: one POST to `{authUrl}/auth/tokens`, sent once. (OTC IAM, obtaining
 * an agency token. Huawei Cloud's page calls the agency `agency_name`; the providers of both clouds send `xrole_name` to both.)
 */
export function assumeAgency(
  { authUrl, scope }: LoginTarget,
  assumed: { readonly agency: Agency; readonly token: string },
  context: KeystoneContext,
  signal: AbortSignal,
): Promise<Session> {
  const { agency, token } = assumed;
  const role = { domain_name: agency.domainName, xrole_name: agency.name };
  const auth = { identity: { methods: ["assume_role"], assume_role: role }, ...describeScope(scope) };
  const request = withToken(tokenRequest(`${authUrl}/auth/tokens?nocatalog=true`, auth, context), token);
  return inCall("agency", () => requestToken(request, context, signal));
}

function tokenRequest(url: string, auth: object, { userAgent }: KeystoneContext): HttpRequest {
  return {
    method: "POST",
    url: new URL(url),
    headers: {
      accept: "application/json",
      "content-type": "application/json;charset=utf8",
      "user-agent": userAgent,
    },
    body: JSON.stringify({ auth }),
    isWrite: false,
    secrets: [],
  };
}

async function requestToken(request: HttpRequest, context: KeystoneContext, signal: AbortSignal): Promise<Session> {
  const { request: sent, answer } = await context.send(request, signal);
  if (answer.status < 200 || answer.status > 299) throw answerFailure(sent, answer, context.now());
  const token = answer.headers["x-subject-token"] ?? "";
  if (token === "") throw unreadableAnswer(sent, answer, "a token in header X-Subject-Token");
  const described = asObject(asObject(parseJson(answer.body))?.["token"]);
  const boundTo = asObject(described?.["project"]);
  return { token, projectId: boundTo === undefined ? undefined : readText(boundTo, "id") };
}

/** Marks a failure with the call that failed. */
export async function inCall<T>(call: KeystoneCall, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    const { cause, message } = thrown;
    const failure: CallFailure = thrown;
    throw new DmsError({ ...failure, message, cause, call });
  }
}

function describeScope(scope: LoginScope): object {
  switch (scope.kind) {
    case "project":
      return { scope: { project: describeIdentity(scope.project, scope.domain) } };
    case "domain":
      return { scope: { domain: describeIdentity(scope.domain, undefined) } };
    case "none":
      return {};
  }
}

/** The identity in Keystone's form: an id alone, or a name with its domain. */
function describeIdentity(identity: Identity, domain: Identity | undefined): object {
  if (identity.kind === "id") return { id: identity.id };
  return { name: identity.name, ...(domain === undefined ? {} : { domain: describeIdentity(domain, undefined) }) };
}
