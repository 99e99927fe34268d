import { KeyLocks } from "../../../../lib/emulator/auth/key-locks";
import { computeSignature, parseAuthorization, queryOrders } from "../../../../lib/emulator/auth/signature";
import type { ApiRequest } from "../../../../lib/emulator/api-call";
import { signatureVectors } from "../../../support/emulator/documented-examples";

describe("an AK/SK signature", () => {
  test.each(signatureVectors)("is computed as published: $name", async (vector) => {
    const claim = parseAuthorization(vector.authorization + vector.signature)!;
    const request: ApiRequest = {
      method: vector.method,
      path: vector.path,
      rawQuery: vector.rawQuery,
      headers: vector.headers,
      body: new TextEncoder().encode(vector.body),
      baseUrl: "",
    };
    for (const order of queryOrders) {
      expect(await computeSignature(request, claim, vector.secret, order)).toBe(vector.signature);
    }
    expect(claim.signature).toBe(vector.signature);
  });

  test.each(queryOrders)("covers a query in any order and escaping, sorted %s", async (order) => {
    const claim = parseAuthorization("SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=x")!;
    const sign = (rawQuery: string) =>
      computeSignature(
        {
          method: "GET",
          path: "/p",
          rawQuery,
          headers: { "x-sdk-date": "20060102T150405Z" },
          body: new Uint8Array(),
          baseUrl: "",
        },
        claim,
        "secret",
        order,
      );
    expect(await sign("b=2&a=x%20y&a=%2a")).toBe(await sign("a=*&b=2&a=x+y"));
    expect(await sign("a=1&b")).toBe(await sign("b=&a=1"));
    expect(await sign("a=1")).not.toBe(await sign("a=2"));
  });

  test.each([
    "",
    "Bearer abc",
    "SDK-HMAC-SHA256",
    "SDK-HMAC-SHA256 Access=a, Signature=b",
    "SDK-HMAC-SHA256 Access=a/20201021///sdk_request, SignedHeaders=x-sdk-date, Signature=b",
    "SDK-HMAC-SHA256 Credential=a, SignedHeaders=x-sdk-date, Signature=b",
    "SDK-HMAC-SHA256 Credential=a/20201021/eu-de/dms, SignedHeaders=x-sdk-date, Signature=b",
    "V11-HMAC-SHA256 Credential=a/20201021/eu-de/dms, SignedHeaders=x-sdk-date, Signature=b",
  ])("is not found in %j", (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});

describe("an access key", () => {
  test("is locked for five minutes by the sixth failure in a row, and free again after that", () => {
    const locks = new KeyLocks();
    for (let failure = 1; failure <= 5; failure += 1) locks.failed("ak", 0);
    expect(locks.isLocked("ak", 0)).toBe(false);
    locks.failed("ak", 1_000);
    expect(locks.isLocked("ak", 1_000)).toBe(true);
    expect(locks.isLocked("ak", 1_000 + 299_999)).toBe(true);
    expect(locks.isLocked("other", 1_000)).toBe(false);
    expect(locks.isLocked("ak", 1_000 + 300_000)).toBe(false);
    locks.failed("ak", 400_000);
    expect(locks.isLocked("ak", 400_000)).toBe(false);
  });

  test("is not locked when a success came between the failures", () => {
    const locks = new KeyLocks();
    for (let failure = 1; failure <= 5; failure += 1) locks.failed("ak", 0);
    locks.succeeded("ak");
    locks.failed("ak", 0);
    expect(locks.isLocked("ak", 0)).toBe(false);
  });
});
