import { complete, problems, resolved } from "../../support/client/resolved-config";

describe("TLS and proxies", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  test("a CA file is read, and PEM text is taken as it is", async () => {
    expect((await resolved({ ...complete, caFile: "/ca.pem" }, {}, { "/ca.pem": pem })).caPem).toBe(pem);
    expect((await resolved(complete, { OS_CACERT: pem })).caPem).toBe(pem.trim());
  });

  test("a CA file that is missing or holds something else is a problem", async () => {
    expect((await problems({ ...complete, caFile: "/ca.pem" }))[0]?.message).toContain("cannot be read");
    expect((await problems({ ...complete, caFile: "/ca.pem" }, {}, { "/ca.pem": "hello" }))[0]?.message).toContain(
      "no certificate",
    );
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

  test("proxies come from the environment, small letters first", async () => {
    const environment = { https_proxy: "proxy.example:3128", HTTPS_PROXY: "http://other", NO_PROXY: ".internal" };
    expect((await resolved(complete, environment)).proxy).toEqual({
      httpProxy: "",
      httpsProxy: "http://proxy.example:3128",
      noProxy: ".internal",
    });
  });

  test("a proxy that is no URL is refused without being shown", async () => {
    const [problem] = await problems(complete, { HTTPS_PROXY: "http://user:hunter22@:x" });
    expect(problem?.variables).toEqual(["https_proxy", "HTTPS_PROXY"]);
    expect(problem?.message).not.toContain("hunter22");
  });

  test.each(["http://user:hunter%22%@proxy", "http://us%er:hunter22@proxy", "http://user:hunter22%ff@proxy"])(
    "a proxy whose user or password cannot be read is refused without being shown (%s)",
    async (proxy) => {
      const [problem] = await problems(complete, { HTTPS_PROXY: proxy });
      expect(problem?.message).toMatch(/percent sign .* Allowed: %25 in its place\. The value is not shown\./);
      expect(problem?.message).not.toContain("hunter");
      expect((await resolved(complete, { HTTPS_PROXY: "http://us%25er:hunter%25@proxy" })).proxy.httpsProxy).toBe(
        "http://us%25er:hunter%25@proxy",
      );
    },
  );
});
