import { proxyFor, proxySecrets } from "../../../../lib/client/http/proxy-choice";

const settings = { httpProxy: "http://proxy:1", httpsProxy: "http://proxy:2", noProxy: "" };
const isDirect = (url: string, noProxy: string): boolean => proxyFor(new URL(url), { ...settings, noProxy }) === "";

test("a proxy stands before its scheme alone", () => {
  expect(proxyFor(new URL("http://dms.example"), settings)).toBe("http://proxy:1");
  expect(proxyFor(new URL("https://dms.example"), settings)).toBe("http://proxy:2");
  expect(proxyFor(new URL("https://dms.example"), { ...settings, httpsProxy: "" })).toBe("");
  expect(proxyFor(new URL("http://dms.example"), { ...settings, httpProxy: "" })).toBe("");
});

test.each(["http://127.0.0.1:8080", "http://127.0.0.2", "https://127.255.1.9", "http://localhost:1", "http://[::1]:9"])(
  "this machine is never reached through a proxy: %s",
  (url) => expect(isDirect(url, "")).toBe(true),
);

test.each([
  ["*", "https://dms.example"],
  ["foo,*", "https://dms.example"],
  ["dms.example", "https://dms.example"],
  ["DMS.Example", "https://dms.EXAMPLE."],
  ["example", "https://dms.example"],
  [".example", "https://dms.example"],
  [".example", "https://example"],
  ["*.example", "https://dms.example"],
  ["a, b\tdms.example", "https://dms.example"],
  ["dms.example:8443", "https://dms.example:8443"],
  ["dms.example:443", "https://dms.example"],
  [".example:80", "http://dms.example"],
  ["10.1.2.3", "http://10.1.2.3"],
  ["10.1.2.3:8080", "http://10.1.2.3:8080"],
  ["10.0.0.0/8", "http://10.200.3.4:8080"],
  ["10.1.2.3/24", "http://10.1.2.250"],
  ["192.168.0.0/31,0.0.0.0/0", "http://8.8.8.8"],
  ["255.255.255.255/32", "http://255.255.255.255"],
  ["fd00::/8", "http://[fdab:1::9]:8080"],
  ["[2001:db8::]/32", "http://[2001:db8:ffff::1]"],
  ["2001:db8::1/127", "http://[2001:db8::]"],
  ["::/0", "http://[2001:db8::1]"],
  ["1:2:3:4:5:6:7:8/128", "http://[1:2:3:4:5:6:7:8]"],
  ["2001:db8::1", "http://[2001:DB8:0::1]"],
  ["[2001:db8::1]", "http://[2001:db8::1]:8080"],
  ["[2001:db8::1]:8080", "http://[2001:db8::1]:8080"],
])("NO_PROXY=%s leads directly to %s", (noProxy, url) => expect(isDirect(url, noProxy)).toBe(true));

test.each([
  ["", "https://dms.example"],
  [",, ", "https://dms.example"],
  [".", "https://dms.example"],
  ["ms.example", "https://dms.example"],
  ["dms.example", "https://dms.example.org"],
  ["sub.dms.example", "https://dms.example"],
  ["dms.example:8443", "https://dms.example"],
  ["d*s.example", "https://dms.example"],
  ["0.0.1", "http://10.0.0.1"],
  ["10.0.0.0/8", "http://11.0.0.1"],
  ["10.0.0.0/8", "https://dms.example"],
  ["10.0.0.0/33", "http://10.0.0.1"],
  ["10.0.0/8", "http://10.0.0.1"],
  ["300.0.0.0/0", "http://10.0.0.1"],
  ["192.168.0.0/31", "http://192.168.0.2"],
  ["fd00::/8", "http://[fe00::1]"],
  ["fd00::/8", "http://10.0.0.1"],
  ["::/0", "http://10.0.0.1"],
  ["::/0", "https://dms.example"],
  ["0.0.0.0/0", "http://[2001:db8::1]"],
  ["2001:db8::/129", "http://[2001:db8::1]"],
  ["2001:db8::g/32", "http://[2001:db8::1]"],
  [":/0", "http://[2001:db8::1]"],
  ["2001:db8::1", "http://[2001:db8::2]"],
  ["[2001:db8::1]:8080", "http://[2001:db8::1]:81"],
  ["2001:db8::1", "https://dms.example"],
  ["example", "http://[2001:db8::1]"],
  ["[", "http://[2001:db8::1]"],
])("NO_PROXY=%s leads to %s through the proxy", (noProxy, url) => expect(isDirect(url, noProxy)).toBe(false));

test.each([
  ["", []],
  ["http://proxy:1", []],
  ["http://tok%2Fen@proxy:1", ["tok/en", "tok%2Fen"]],
  ["http://:pass@proxy:1", [":pass", "pass"]],
  ["http://anna:p%23w@proxy:1", ["anna:p#w", "p#w", "p%23w"]],
])("the secrets of the proxy %s are %j", (proxy, secrets) => expect(proxySecrets(proxy)).toEqual(secrets));
