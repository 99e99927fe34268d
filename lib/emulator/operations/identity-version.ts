import { answer, type ApiAnswer } from "../api-call";

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
