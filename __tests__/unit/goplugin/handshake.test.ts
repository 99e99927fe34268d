import { failureLine, handshakeLine, hasCookie, hostVersions } from "../../../lib/goplugin/handshake";

describe("the handshake", () => {
  const address = { network: "unix", address: "/tmp/s" } as const;

  test("is one line with the certificate's base64 unpadded", () => {
    expect(handshakeLine(6, address, Buffer.from("a"))).toBe("1|6|unix|/tmp/s|grpc|YQ");
    expect(handshakeLine(6, address, Buffer.from("ab"))).toBe("1|6|unix|/tmp/s|grpc|YWI");
    expect(handshakeLine(6, address, Buffer.from("abc"))).toBe("1|6|unix|/tmp/s|grpc|YWJj");
  });

  test("leaves the certificate out in clear text", () => {
    expect(handshakeLine(6, { network: "tcp", address: "127.0.0.1:1" }, undefined)).toBe("1|6|tcp|127.0.0.1:1|grpc");
  });

  test("knows its host by the cookie's value", () => {
    const cookie = { name: "COOKIE", value: "v" };
    expect(hasCookie({ COOKIE: "v" }, cookie)).toBe(true);
    expect(hasCookie({ COOKIE: "w" }, cookie)).toBe(false);
    expect(hasCookie({}, cookie)).toBe(false);
  });

  test.each([
    [undefined, []],
    ["", []],
    ["6", [6]],
    ["5,6", [5, 6]],
    [" 5 , 6 ", [5, 6]],
  ])("reads the host's versions from %j", (text, versions) => {
    expect(hostVersions({ PLUGIN_PROTOCOL_VERSIONS: text })).toEqual(versions);
  });

  test("says a failure in one line", () => {
    expect(failureLine("first:\n  second\r\nthird")).toBe("first: second third");
  });
});
