import { shownValue } from "../../domain/texts/shown-value";
import { DmsError } from "../dms-error";
import type { DmsClientConfig } from "../client-config";
import type { Send } from "../http/http-message";
import type { Authenticator } from "./authenticator";
import { lookUpProjectId } from "./project-lookup";

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
