import { adviceOn, adviceOnEnds } from "../../../lib/client/advice";

describe("advice on a call that failed", () => {
  test.each([
    ["unreachable", /endpoint \(environment DMS_ENDPOINT\).* the service is up.* HTTPS_PROXY/],
    ["lost", /request_timeout/],
    ["interrupted", /Run it again/],
    [
      "unauthenticated",
      /token \(environment OS_TOKEN.*access_key \(.*OS_SECRET_KEY.*OS_PASSWORD.*cloud \(environment OS_CLOUD\)/,
    ],
    ["forbidden", /permission/],
    ["not-found", /the id, the project and the region/],
    ["busy", /Try again/],
    ["throttled", /Try again later/],
    ["invalid", /Check the ids/],
    ["server-error", /request id/],
    ["unexpected-answer", /endpoint \(environment DMS_ENDPOINT\).*no proxy answers/],
  ] as const)("%s is in full sentences and names where to look", (code, expected) => {
    expect(adviceOn({ code })).toMatch(expected);
    expect(adviceOn({ code })).toMatch(/^[A-Z].*\.$/);
  });

  test("a token of another project is said to be that", () => {
    const advice = adviceOn({ code: "unauthenticated", errorCode: "DMS.10240104" });
    expect(advice).toMatch(/^The token belongs to another project than this call; .*password.*secret_key.*\.$/);
  });

  test.each(["APIG.0401", "APIGW.0402"])("%s is about the address of this machine, not about rights", (errorCode) => {
    const advice = adviceOn({ code: "forbidden", errorCode });
    expect(advice).toMatch(/^The gateway refuses calls from the address of this machine.*--allow-host\)\.$/);
    expect(advice).not.toContain("IAM");
  });

  test.each([
    ["unreachable", "login", /address of Keystone, which comes from auth_url \(environment OS_AUTH_URL, HW_AUTH_URL\)/],
    ["unreachable", "project", /address of Keystone/],
    ["lost", "login", /request_timeout/],
    ["unauthenticated", "login", /password.*ID token from oidc\.id_token_file.*DMS_ID_TOKEN\b.*its audience/i],
    ["invalid", "login", /oidc\.identity_provider_id/],
    ["unexpected-answer", "login", /auth_url.*leads to Keystone/],
    ["forbidden", "agency", /assume_role\.agency_name.*OS_AGENCY_NAME.*Agent Operator/],
    ["invalid", "agency", /trust the account/],
    ["forbidden", "project", /^Give project_id \(environment OS_PROJECT_ID/],
    ["invalid", "project", /^Give project_id/],
    ["not-found", "project", /^Give project_id/],
    ["unexpected-answer", "project", /^Give project_id.*auth_url/],
    ["unauthenticated", "project", /^Check that the credentials are right/],
  ] as const)("%s of the call for %s is about that call", (code, call, expected) => {
    expect(adviceOn({ code, call })).toMatch(expected);
    expect(adviceOn({ code, call })).toMatch(/^[A-Z].*\.$/);
  });
});

test("the advice on the calls that ended a run appears once for all of its actions", () => {
  const endedBy = { code: "forbidden" } as const;
  expect(adviceOnEnds([{ endedBy }, {}, { endedBy }])).toBe(adviceOn(endedBy));
  expect(adviceOnEnds([{}])).toBe("");
});
