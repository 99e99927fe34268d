import { isExposed, isLoopback } from "../../../../lib/domain/connection/loopback";

describe("this machine", () => {
  test.each([
    "http://localhost",
    "http://LOCALHOST:80/x",
    "http://localhost.:8080",
    "http://dms.localhost:1",
    "http://a.b.localhost.",
    "http://127.0.0.1:1",
    "http://127.9.8.7",
    "http://127.1",
    "http://2130706433",
    "http://0x7f.0.0.1",
    "http://127.0.0.1.",
    "http://0.0.0.0:8080",
    "http://0",
    "http://[::1]:9/",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[::]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:7f12:3456]",
    "http://[::ffff:0.0.0.0]",
    "https://localhost",
  ])("is where %s leads; a request there is not exposed", (url) => {
    expect(isLoopback(url)).toBe(true);
    expect(isExposed(url)).toBe(false);
  });

  test.each([
    "http://localhost.example.com",
    "http://notlocalhost",
    "http://.localhost.example",
    "http://localhost..",
    "http://128.0.0.1",
    "http://0.0.0.1",
    "http://10.127.0.1",
    "http://127.0.0.1.example.com",
    "http://[::2]",
    "http://[::ffff:10.0.0.1]",
    "http://[::ffff:0.0.0.1]",
    "http://[fe80::1]",
    "http://[64:ff9b::7f00:1]",
    "http://dms:8080",
  ])("is not where %s leads; a request there by http is exposed, and by https it is not", (url) => {
    expect(isLoopback(url)).toBe(false);
    expect(isExposed(url)).toBe(true);
    expect(isExposed(url.replace("http:", "https:"))).toBe(false);
  });
});
