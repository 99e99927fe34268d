import { shownValue } from "../../domain/texts/shown-value";
import { DmsError } from "../dms-error";
import type { DmsClientConfig } from "../client-config";
import { type HttpRequest, type Send, formatQuery } from "../http/http-message";
import type { Authenticator } from "./authenticator";
import { connectionRules } from "../../domain/connection/connection";
import { answerFailure, unreadableAnswer } from "../answers/answer-failure";
import { excerpt, reflectsSecret } from "../texts/foreign-words";
import { asArray, asObject, parseJson, readText } from "../answers/json-reader";
import { inCall, type KeystoneContext } from "./keystone";

/**
 * A function that answers the project's id: the configured one, else the login's, else Keystone's for the configured name. It looks the id
 * up once, and again after a failure.
 */
export function createProjectIdSource(
  config: DmsClientConfig,
  authenticator: Authenticator,
  context: { readonly send: Send; readonly now: () => number; readonly userAgent: string },
): (signal: AbortSignal) => Promise<string> {
  const { project, authUrl } = config;
  if (project.kind === "id") return () => Promise.resolve(project.id);
  let known: string | undefined;
  return async (signal) => {
    known ??= await authenticator.boundProjectId?.(context.send, signal);
    if (known !== undefined) return known;
    if (authUrl === undefined) {
      const message = `The id of project ${shownValue(project.name)} cannot be looked up without auth_url. Nothing was sent.`;
      throw new DmsError({ code: "invalid", fate: "not-sent", message, call: "project" });
    }
    const send: Send = (request, sendSignal) => authenticator.exchange(request, context.send, sendSignal);
    known = await lookUpProjectId(authUrl, project.name, { ...context, send }, signal);
    return known;
  };
}

/**
 * Finds a project's id by its exact name: one GET of `{authUrl}/projects?name=…`, sent through `send`.
 * Rejects with `invalid` unless there is exactly one such project, with a possible id.
 */
function lookUpProjectId(
  authUrl: string,
  name: string,
  context: KeystoneContext,
  signal: AbortSignal,
): Promise<string> {
  return inCall("project", () => askForProjectId(authUrl, name, context, signal));
}

async function askForProjectId(
  authUrl: string,
  name: string,
  context: KeystoneContext,
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
 * A project's id as Keystone answered it; throws `invalid` if it is not a possible id. `secrets`: secrets that the answer may echo. An id
 * goes into paths and paths go into logs, so an id that echoes a secret is refused.
 */
export function checkedProjectId(id: string, authUrl: string, secrets: readonly string[]): string {
  if (connectionRules.projectId.allows(id) && !reflectsSecret(id, secrets)) return id;
  const message =
    `${authUrl} answered ${JSON.stringify(excerpt(id, secrets, 64))} as the id of the project, which is not a valid id. An id has up to 64 ` +
    "letters, digits, hyphens and underscores. Give the project's id instead of its name.";
  throw new DmsError({ code: "invalid", fate: "not-sent", message, call: "project" });
}
