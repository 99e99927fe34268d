import { connectionRules } from "../../domain/connection";
import { shownValue } from "../../domain/shown-value";
import { answerFailure, unreadableAnswer } from "../answer-failure";
import type { Identity } from "../client-config";
import { DmsError } from "../dms-error";
import type { HttpRequest, Send } from "../http-message";
import { asArray, asObject, parseJson, readText } from "../json-reader";
import { excerpt, reflectsSecret } from "../foreign-words";
import { formatQuery } from "../query";

export interface PasswordLogin {
  readonly user: Identity;
  readonly password: string;
  readonly domain: Identity | undefined;
}

/** A token and the id of the project it is for, when the answer named one. */
export interface Session {
  readonly token: string;
  readonly projectId: string | undefined;
}

/**
 * Logs in with a password: one POST to `{authUrl}/auth/tokens`, sent once.
 * (OTC IAM, obtaining a user token through password authentication: 201, the token in header X-Subject-Token.)
 */
export async function logIn(
  authUrl: string,
  login: PasswordLogin,
  scope: Identity,
  context: { readonly send: Send; readonly now: () => number; readonly userAgent: string },
  signal: AbortSignal,
): Promise<Session> {
  const user = { ...describeIdentity(login.user, login.domain), password: login.password };
  const project = describeIdentity(scope, login.domain);
  const request: HttpRequest = {
    method: "POST",
    url: new URL(`${authUrl}/auth/tokens?nocatalog=true`),
    headers: {
      accept: "application/json",
      "content-type": "application/json;charset=utf8",
      "user-agent": context.userAgent,
    },
    body: JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope: { project } } }),
    isWrite: false,
    secrets: [login.password],
  };
  const { request: sent, answer } = await context.send(request, signal);
  if (answer.status < 200 || answer.status > 299) throw answerFailure(sent, answer, context.now());
  const token = answer.headers["x-subject-token"] ?? "";
  if (token === "") throw unreadableAnswer(sent, answer, "a token in header X-Subject-Token");
  const described = asObject(asObject(parseJson(answer.body))?.["token"]);
  const boundTo = asObject(described?.["project"]);
  return { token, projectId: boundTo === undefined ? undefined : readText(boundTo, "id") };
}

/** As Keystone is told: an id says it all, a name needs its domain. */
function describeIdentity(identity: Identity, domain: Identity | undefined): object {
  if (identity.kind === "id") return { id: identity.id };
  return { name: identity.name, ...(domain === undefined ? {} : { domain: describeIdentity(domain, undefined) }) };
}

/**
 * Finds a project's id by its exact name: one GET of `{authUrl}/projects?name=…`, sent through `send`.
 * Rejects with `invalid` when there is no such project, or more than one, or its id can be none.
 */
export async function lookUpProjectId(
  authUrl: string,
  name: string,
  context: { readonly send: Send; readonly now: () => number; readonly userAgent: string },
  signal: AbortSignal,
): Promise<string> {
  const request: HttpRequest = {
    method: "GET",
    url: new URL(`${authUrl}/projects${formatQuery([["name", name]])}`),
    headers: { accept: "application/json", "content-type": "application/json", "user-agent": context.userAgent },
    isWrite: false,
    secrets: [],
  };
  const { request: sent, answer } = await context.send(request, signal);
  if (answer.status < 200 || answer.status > 299) throw answerFailure(sent, answer, context.now());
  const projects = asArray(asObject(parseJson(answer.body))?.["projects"]);
  if (projects === undefined) throw unreadableAnswer(sent, answer, "a list of projects");
  const ids = projects.flatMap((entry) => {
    const project = asObject(entry);
    const id = project === undefined || project["name"] !== name ? undefined : readText(project, "id");
    return id === undefined ? [] : [id];
  });
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return checkedProjectId(id, authUrl, sent.secrets);
  const found = ids.length === 0 ? "no project" : `${String(ids.length)} projects`;
  const message = `${authUrl} knows ${found} with the name ${shownValue(name)} for these credentials. Give the project's id instead.`;
  throw new DmsError({ code: "invalid", fate: "not-sent", message, status: answer.status });
}

/**
 * A project's id as Keystone gave it; throws `invalid` when it can be none. `secrets`: what the answer may echo. An id stands in paths,
 * and paths stand in logs, so one that echoes a secret is none.
 */
export function checkedProjectId(id: string, authUrl: string, secrets: readonly string[]): string {
  if (connectionRules.projectId.allows(id) && !reflectsSecret(id, secrets)) return id;
  const message =
    `${authUrl} answered ${JSON.stringify(excerpt(id, secrets, 64))} as the id of the project, which can be none: ids are up to 64 ` +
    "letters, digits, hyphens and underscores. Give the project's id instead of its name.";
  throw new DmsError({ code: "invalid", fate: "not-sent", message });
}
