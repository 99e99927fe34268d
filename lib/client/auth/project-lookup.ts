import { connectionRules } from "../../domain/connection/connection";
import { shownValue } from "../../domain/texts/shown-value";
import { answerFailure, unreadableAnswer } from "../answers/answer-failure";
import { DmsError } from "../dms-error";
import { excerpt, reflectsSecret } from "../texts/foreign-words";
import type { HttpRequest } from "../http/http-message";
import { asArray, asObject, parseJson, readText } from "../answers/json-reader";
import { formatQuery } from "../http/query";
import { inCall, type KeystoneContext } from "./keystone";

/**
 * Finds a project's id by its exact name: one GET of `{authUrl}/projects?name=…`, sent through `send`.
 * Rejects with `invalid` unless there is exactly one such project, with a possible id.
 */
export function lookUpProjectId(
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
 * A project's id as Keystone gave it; throws `invalid` if it is not a possible id. `secrets`: secrets that the answer may echo. An id goes
 * into paths and paths go into logs, so an id that echoes a secret is refused.
 */
export function checkedProjectId(id: string, authUrl: string, secrets: readonly string[]): string {
  if (connectionRules.projectId.allows(id) && !reflectsSecret(id, secrets)) return id;
  const message =
    `${authUrl} answered ${JSON.stringify(excerpt(id, secrets, 64))} as the id of the project, which can be none: ids are up to 64 ` +
    "letters, digits, hyphens and underscores. Give the project's id instead of its name.";
  throw new DmsError({ code: "invalid", fate: "not-sent", message, call: "project" });
}
