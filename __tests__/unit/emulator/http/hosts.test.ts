import { HostList, hostIn, isOwnAddress } from "../../../../lib/emulator/http/hosts";

describe("a Host header", () => {
  test.each([
    ["127.0.0.1:41234", "127.0.0.1"],
    ["LocalHost", "localhost"],
    ["dms.localhost.:80", "dms.localhost"],
    ["[::1]:8080", "::1"],
    ["[0:0:0:0:0:0:0:1]", "::1"],
    ["[::ffff:127.0.0.1]:1", "127.0.0.1"],
    ["dms:", "dms"],
  ])("%j names %j", (header, host) => {
    expect(hostIn(header)).toBe(host);
  });

  test.each(["", ".", ":80", "a, b", "a b", "user@a", "a/b", "[::1", "[dms]", "[::1]x", "a:b", "x".repeat(254)])(
    "%j names no host",
    (header) => {
      expect(hostIn(header)).toBeUndefined();
    },
  );
});

describe("an address of this machine alone", () => {
  test.each(["127.0.0.1", "127.8.9.10", "0.0.0.0", "::1", "::"])("is %s", (address) => {
    expect(isOwnAddress(address)).toBe(true);
  });

  test.each(["128.0.0.1", "10.0.0.1", "::2", "fe80::1", "localhost", "127.0.0.1.evil.example", "", "127.1"])(
    "is not %j",
    (address) => {
      expect(isOwnAddress(address)).toBe(false);
    },
  );
});

describe("the list of hosts", () => {
  test.each(["localhost", "dms.localhost", "a.b.localhost", "127.0.0.1", "::1"])("always has %s", (host) => {
    expect(new HostList([]).has(host, "127.0.0.1")).toBe(true);
  });

  test.each(["evil.example", "localhost.evil.example", "notlocalhost", "dms", "192.0.2.1"])("has no %s", (host) => {
    expect(new HostList([]).has(host, "127.0.0.1")).toBe(false);
  });

  test("contains its input in any spelling, and no name below it", () => {
    const hosts = new HostList(["DMS.", "2001:DB8:0::1"]);
    hosts.allow("broker.test");
    expect(["dms", "2001:db8::1", "broker.test", "a.dms"].map((host) => hosts.has(host, undefined))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test("has the address that a connection came in by", () => {
    const hosts = new HostList([]);
    expect(hosts.has("172.17.0.2", "::ffff:172.17.0.2")).toBe(true);
    expect(hosts.has("172.17.0.3", "::ffff:172.17.0.2")).toBe(false);
    expect(hosts.has("fe80::1", "fe80::1%eth0")).toBe(true);
  });
});
