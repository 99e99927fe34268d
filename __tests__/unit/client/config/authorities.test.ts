import { rootCertificates } from "node:tls";
import { resolveClientConfig } from "../../../../lib/client/config/resolve-client-config";
import { complete } from "../../../support/client/resolved-config";

/** Resolves a configuration twice with the same files of a machine, and with a change of one between; what the second one trusts. */
async function resolvedAfter(first: string | undefined, second: string | undefined) {
  const files = new Map([["/ca.pem", first]]);
  const readFile = jest.fn((path: string) => files.get(path));
  const port = { readFile, readFolder: () => undefined };
  const resolveOnce = () => resolveClientConfig(complete, { SSL_CERT_FILE: "/ca.pem" }, port);
  const before = await resolveOnce();
  files.set("/ca.pem", second);
  const after = await resolveOnce();
  const addedTo = (resolution: typeof before) =>
    resolution.kind === "problems" ? undefined : resolution.config.addedCaPem;
  const reads = readFile.mock.calls.filter(([path]) => path === "/ca.pem").length;
  return { before: addedTo(before), after: addedTo(after), reads };
}

const [authority = ""] = rootCertificates;

test.each([
  ["cannot be read", undefined],
  ["holds no certificate yet", "-----BEGIN CERT"],
])("a file of authorities that %s is read again by the next connection", async (_, first) => {
  const { before, after, reads } = await resolvedAfter(first, authority);
  expect(before).toBe("");
  expect(after).toContain("BEGIN CERTIFICATE");
  expect(reads).toBe(2);
});

test("a file of authorities that was read is decoded once for all connections of a process", async () => {
  const { before, after, reads } = await resolvedAfter(authority, undefined);
  expect(after).toBe(before);
  expect(after).toContain("BEGIN CERTIFICATE");
  expect(reads).toBe(1);
});
