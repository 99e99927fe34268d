import { adviceOn } from "../../../lib/client/advice";

describe("advice on a call that failed", () => {
  test.each([
    ["unreachable", /endpoint \(environment DMS_ENDPOINT\).* the service is up.* HTTPS_PROXY/],
    ["lost", /request_timeout/],
    ["interrupted", /Start again/],
    [
      "unauthenticated",
      /token \(environment OS_TOKEN.*access_key \(.*OS_SECRET_KEY.*OS_PASSWORD.*cloud \(environment OS_CLOUD\)/,
    ],
    ["forbidden", /permissions/],
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
    expect(advice).toMatch(/^The token is of another project than this call's.*password.*secret_key.*\.$/);
  });
});
