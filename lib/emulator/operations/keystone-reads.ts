import { answer, type ApiAnswer } from "../api-call";
import { domainId } from "../auth/caller";
import type { Directory } from "./issue-token";

/**
 * `GET /v3`, which clients send before they log in, to learn the version of Keystone. Needs no credentials. Values of OTC's IAM API
 * reference, "Querying Information About Keystone API Version 3.0" (2026-04).
 */
export function describeIdentityVersion(baseUrl: string): ApiAnswer {
  return answer(200, {
    version: {
      id: "v3.6",
      status: "stable",
      updated: "2016-04-04T00:00:00Z",
      links: [{ rel: "self", href: `${baseUrl}/v3/` }],
      "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
    },
  });
}

/** `GET /v3/projects`: the seeded projects, filtered by `name` if given. */
export function listProjects(directory: Directory, query: URLSearchParams, baseUrl: string): ApiAnswer {
  const name = query.get("name");
  const domain = domainId(directory.users()[0]?.domain ?? "emulator");
  const projects = [...directory.projectNames()]
    .filter(([, projectName]) => name === null || projectName === name)
    .map(([id, projectName]) => ({
      id,
      name: projectName,
      domain_id: domain,
      parent_id: domain,
      is_domain: false,
      enabled: true,
      description: "",
      links: { self: `${baseUrl}/v3/projects/${id}` },
    }));
  return answer(200, { projects, links: { self: `${baseUrl}/v3/projects`, previous: null, next: null } });
}
