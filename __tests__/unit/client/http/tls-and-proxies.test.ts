import { resolveClientConfig } from "../../../../lib/client/config/resolve-client-config";
import { trusted as trustedContext } from "../../../../lib/client/http/trusted-context";
import { createAuthority } from "../../../support/client/authority";
import { complete, emulator, problems, resolve, resolved } from "../../../support/client/resolved-config";

describe("TLS and proxies", () => {
  const pem = createAuthority().certificatePem;
  const { privateKeyPem: keyPem } = createAuthority().issue("x");
  // As from `openssl x509 -trustout -addtrust serverAuth`: the certificate, then for which uses it is trusted.
  const uses = Buffer.from("300c300a06082b06010505070301", "hex");
  const der = Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ""), "base64");
  const body = Buffer.concat([der, uses]).toString("base64").replaceAll(/.{64}/g, "$&\n");
  const trusted = `-----BEGIN TRUSTED CERTIFICATE-----\n${body}\n-----END TRUSTED CERTIFICATE-----\n`;
  const garbage = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  test("a CA file is read, and PEM text is taken as it is", async () => {
    expect((await resolved({ ...complete, caFile: "/ca.pem" }, {}, { "/ca.pem": pem })).caPem).toBe(pem);
    expect((await resolved(complete, { OS_CACERT: pem })).caPem).toBe(pem);
  });

  test.each([
    ["with a byte order mark", `\uFEFF${pem}`],
    ["with the lines of Windows", pem.replaceAll("\n", "\r\n")],
    ["between comments and a key", `# Ours\nSubject: x\n${keyPem}${pem}# end`],
    ["after a block that cannot be decoded", garbage + pem],
    ["with blanks before its lines, as in YAML", pem.replaceAll(/^/gm, "    ")],
    ["in one line of base64", pem.replaceAll(/([^-])\n(?=[^-])/g, "$1")],
    ["with \\n instead of line ends, as in a variable", pem.trim().replaceAll("\n", "\\n")],
    ["as a trusted one of OpenSSL", trusted],
    ["as an X509 certificate", pem.replaceAll("CERTIFICATE", "X509 CERTIFICATE")],
  ])("a certificate %s is trusted", async (_, text) => {
    const files = { "/ca.pem": text };
    expect((await resolved({ ...complete, caFile: "/ca.pem" }, {}, files)).caPem).toBe(pem);
    expect((await resolved({ ...complete, caFile: text })).caPem).toBe(pem);
    expect((await resolved(complete, { SSL_CERT_FILE: "/ca.pem" }, files)).addedCaPem).toBe(pem);
  });

  test("the files are read once for all connections of a process, and each set of authorities is decoded once for TLS", async () => {
    const paths: string[] = [];
    const files = {
      readFile: (path: string) => (paths.push(path), pem),
      readFolder: () => ["a.pem"],
    };
    const environment = { SSL_CERT_FILE: "/own.pem", SSL_CERT_DIR: "/certs", OS_CACERT: "/ca.pem" };
    for (const region of ["eu-de", "eu-nl"]) {
      await resolveClientConfig({ ...complete, region }, environment, files);
      await resolveClientConfig({ ...complete, region }, { ...environment, OS_CACERT: undefined }, files);
    }
    expect(paths).toEqual(["/ca.pem", "/own.pem", "/certs/a.pem"]);
    const { secureContext } = trustedContext({ caPem: pem, addedCaPem: "" });
    expect(secureContext).toBeDefined();
    expect(trustedContext({ caPem: pem, addedCaPem: "" }).secureContext).toBe(secureContext);
    expect(trustedContext({ caPem: undefined, addedCaPem: pem }).secureContext).not.toBe(secureContext);
    expect(trustedContext({ caPem: undefined, addedCaPem: "" })).toEqual({});
  });

  test("a CA file that is missing or holds something else is a problem", async () => {
    expect((await problems({ ...complete, caFile: "/ca.pem" }))[0]?.message).toContain("cannot be read");
    const messageFor = async (text: string) =>
      (await problems({ ...complete, caFile: "/ca.pem" }, {}, { "/ca.pem": text }))[0]?.message;
    expect(await messageFor("hello")).toContain("holds no certificate in PEM form");
    expect(await messageFor(garbage)).toContain("holds no certificate that can be decoded");
    expect(await messageFor(garbage + pem)).toBeUndefined();
  });

  test.each(["NODE_EXTRA_CA_CERTS", "DMS_NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"])(
    "%s adds authorities",
    async (variable) => {
      const config = await resolved(complete, { [variable]: "/ca.pem" }, { "/ca.pem": pem });
      expect(config).toMatchObject({ caPem: undefined, addedCaPem: pem });
    },
  );

  test("SSL_CERT_DIR adds the authorities of every file in its folders", async () => {
    const other = createAuthority().certificatePem;
    const files = { "/one/a.crt": pem, "/one/README": "Our authorities.", "/two/b.pem": other, "/two/c.0": pem };
    const { addedCaPem, trusted } = await resolved(complete, { SSL_CERT_DIR: "/one:/two:" }, files);
    expect(addedCaPem).toBe(`${pem}\n${other}`);
    expect(trusted).toBe(
      'those of Node.js and those of "/one" (from SSL_CERT_DIR) and those of "/two" (from SSL_CERT_DIR)',
    );
  });

  test("a file of authorities that is missing or empty is named, where certificates are checked by it", async () => {
    const environment = { NODE_EXTRA_CA_CERTS: "/none.pem", SSL_CERT_FILE: "/empty.pem", SSL_CERT_DIR: "/none:/texts" };
    const files = { "/empty.pem": "", "/ca.pem": pem, "/texts/README": "Our authorities." };
    const unreadIn = async (...given: Parameters<typeof resolve>) => {
      const resolution = await resolve(...given);
      return resolution.kind === "resolved" ? resolution.unreadAuthorities.map(({ message }) => message) : ["problems"];
    };
    expect(await unreadIn(complete, environment, files)).toEqual([
      expect.stringMatching(/"\/none\.pem" cannot be read.*NODE_EXTRA_CA_CERTS\./),
      expect.stringMatching(/"\/empty\.pem" holds no certificate in PEM form.*SSL_CERT_FILE\./),
      expect.stringMatching(/"\/none" cannot be read.*SSL_CERT_DIR\./),
      expect.stringMatching(/"\/texts" holds no certificate in PEM form.*SSL_CERT_DIR\./),
    ]);
    expect(await unreadIn({ ...complete, caFile: "/ca.pem" }, environment, files)).toEqual([]);
    expect(await unreadIn(emulator, environment, files)).toEqual([]);
  });

  test("insecure and ca_file of one place contradict each other; of two places the nearer one wins", async () => {
    const files = { "/ca.pem": pem };
    const [problem] = await problems({ ...complete, insecure: true, caFile: "/ca.pem" }, {}, files);
    expect(problem?.attributes).toEqual(["insecure", "ca_file"]);
    expect((await resolved({ ...complete, insecure: true }, { OS_CACERT: "/ca.pem" }, files)).insecure).toBe(true);
  });

  test.each([
    ["OS_INSECURE", "true", true],
    ["HW_INSECURE", "1", true],
    ["OS_INSECURE", "No", false],
  ])("%s=%s is understood", async (variable, text, expected) => {
    expect((await resolved(complete, { [variable]: text })).insecure).toBe(expected);
  });

  test("OS_INSECURE=maybe is refused", async () => {
    expect((await problems(complete, { OS_INSECURE: "maybe" }))[0]?.variables).toContain("OS_INSECURE");
  });

  test("proxies come from the environment, lower case first", async () => {
    const environment = { https_proxy: "proxy.example:3128", HTTPS_PROXY: "http://other", NO_PROXY: ".internal" };
    expect((await resolved(complete, environment)).proxy).toEqual({
      httpProxy: "",
      httpsProxy: "http://proxy.example:3128",
      noProxy: ".internal",
    });
  });

  test("a lower-case variable that is empty means no proxy", async () => {
    const environment = { https_proxy: "", HTTPS_PROXY: "http://proxy:1", no_proxy: "", NO_PROXY: "*" };
    expect((await resolved(complete, environment)).proxy).toEqual({ httpProxy: "", httpsProxy: "", noProxy: "" });
  });

  test.each([
    ["of another scheme", { HTTP_PROXY: "socks5://user:hunter22@127.0.0.1:1080" }],
    ["past which NO_PROXY leads", { HTTPS_PROXY: "socks5://user:hunter22@127.0.0.1:1080", NO_PROXY: "*" }],
  ])("a proxy %s may be unusable", async (_, environment) => {
    expect(await problems(complete, environment)).toEqual([]);
  });

  test("no proxy is judged for an endpoint on this machine", async () => {
    expect(await problems(emulator, { HTTP_PROXY: "socks5://127.0.0.1:1080", HTTPS_PROXY: "%" })).toEqual([]);
  });

  test("a proxy that is needed and speaks SOCKS is refused by name, without its value", async () => {
    const [problem] = await problems(complete, { HTTPS_PROXY: "socks5://user:hunter22@127.0.0.1:1080" });
    expect(problem?.message).toContain("A proxy with socks5 is not supported. Allowed: http:// or https://.");
    expect(problem?.message).toContain("It is needed for https://dms.eu-de.otc.t-systems.com. The value is not shown.");
    expect(problem?.message).not.toContain("hunter22");
  });

  test("a proxy that is not a URL is refused without being shown", async () => {
    const [problem] = await problems(complete, { HTTPS_PROXY: "http://user:hunter22@:x" });
    expect(problem?.variables).toEqual(["https_proxy", "HTTPS_PROXY"]);
    expect(problem?.message).not.toContain("hunter22");
  });

  test.each(["http://p:3128/a", "http://p?a", "u:1#hunter@p", "http://u:hunter#1@p", "u:1/hunter@p:1", "u:1?hunter@p"])(
    "a proxy's URL that goes on after its port is refused without being shown (%s)",
    async (proxy) => {
      const [problem] = await problems(complete, { HTTPS_PROXY: proxy });
      expect(problem?.variables).toEqual(["https_proxy", "HTTPS_PROXY"]);
      expect(problem?.message).toMatch(/ends after its port; .* written %23, %2F and %3F\. .*The value is not shown\./);
      expect(problem?.message).not.toMatch(/hunter|u:1/);
    },
  );

  test.each(["http://p:3128/", "http://p", "http://u:%23%2F%3F@p:1"])("a proxy may be written %s", async (proxy) =>
    expect((await resolved(complete, { HTTPS_PROXY: proxy })).proxy.httpsProxy).toBe(proxy),
  );

  test.each(["http://user:hunter%22%@proxy", "http://us%er:hunter22@proxy", "http://user:hunter22%ff@proxy"])(
    "a proxy whose user or password cannot be read is refused without being shown (%s)",
    async (proxy) => {
      const [problem] = await problems(complete, { HTTPS_PROXY: proxy });
      expect(problem?.message).toMatch(/percent sign .* Allowed: %25 instead\. .*The value is not shown\./);
      expect(problem?.message).not.toContain("hunter");
      expect((await resolved(complete, { HTTPS_PROXY: "http://us%25er:hunter%25@proxy" })).proxy.httpsProxy).toBe(
        "http://us%25er:hunter%25@proxy",
      );
    },
  );
});
