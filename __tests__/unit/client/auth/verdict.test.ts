import { judgeCaller } from "../../../../lib/client/auth/authenticator";

const list = JSON.stringify({ instances: [], instance_num: 0 });
const coded = (code: string): string => JSON.stringify({ error_code: code, error_msg: "text" });

test.each<[string, number, string, string]>([
  ["a list", 200, list, "accepted"],
  ["an empty 204", 204, "", "accepted"],
  ["a proxy's sign-in page", 200, "<html>Sign in</html>", "nothing"],
  ["a wrong status of the instance", 400, coded("DMS.00400026"), "accepted"],
  ["a missing permission", 403, coded("DMS.00403003"), "accepted"],
  ["a missing instance", 404, coded("DMS.00404022"), "accepted"],
  ["flow control", 404, coded("DMS.10240407"), "nothing"],
  ["the gateway's 404", 404, coded("APIG.0101"), "nothing"],
  ["an empty 404", 404, "", "nothing"],
  ["throttling", 429, coded("APIG.0308"), "nothing"],
  ["throttling in the service's words", 429, coded("DMS.00400026"), "nothing"],
  ["a redirect", 302, "", "nothing"],
  ["an overloaded service", 503, coded("DMS.00500000"), "nothing"],
  ["a broken gateway", 502, "<html></html>", "nothing"],
  ["a refused signature", 401, coded("APIG.0301"), "refused"],
  ["an expired token", 401, coded("DMS.10240102"), "refused"],
  ["an empty 401", 401, "", "refused"],
])("%s says of the caller's proof: %i %s is %s", (_, status, body, verdict) => {
  expect(judgeCaller({ status, headers: {}, body })).toBe(verdict);
});
