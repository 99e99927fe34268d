import {
  createTokenAuthenticator,
  noAuthenticator,
  createWithholdingAuthenticator,
} from "../../../../lib/client/auth/authenticator";
import { createKeyAuthenticator } from "../../../../lib/client/auth/key-authenticator";
import { signRequest } from "../../../../lib/client/auth/request-signature";
import { DmsError } from "../../../../lib/client/dms-error";
import type { Exchanged, HttpRequest, Send } from "../../../../lib/client/http/http-message";
import { forever, rejectionOf } from "../../../support/client/fixture-config";

const request: HttpRequest = {
  method: "POST",
  url: new URL("http://127.0.0.1:8080/v1.0/p1/instances/action"),
  headers: { accept: "application/json", "content-type": "application/json", "user-agent": "ua", "x-project-id": "p1" },
  body: '{"action":"restart"}',
  isWrite: true,
  secrets: [],
};

/** A `send` that answers these statuses, one after the other, the last for ever, and keeps its requests. */
function sendAnswering(...statuses: number[]): { send: Send; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  return {
    sent,
    send: (given) => {
      const status = statuses[Math.min(sent.length, statuses.length - 1)] ?? 200;
      sent.push(given);
      return Promise.resolve({ request: given, answer: { status, headers: {}, body: "" } });
    },
  };
}

test("without credentials a request goes out as it is", async () => {
  const { send, sent } = sendAnswering(200);
  await noAuthenticator.exchange(request, send, forever);
  expect(sent).toEqual([request]);
});

describe("credentials that are withheld", () => {
  const withholding = createWithholdingAuthenticator(["OS_TOKEN"], "http://127.0.0.1:8080", () => 0);

  test("leave a request as it is", async () => {
    const { send, sent } = sendAnswering(200);
    await withholding.exchange(request, send, forever);
    expect(sent).toEqual([request]);
  });

  test("are named if the service asks for some, with the remedy; the call counts as refused", async () => {
    const { send, sent } = sendAnswering(401);
    const failure = await rejectionOf(withholding.exchange(request, send, forever));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", status: 401 });
    expect((failure as Error).message).toMatch(
      /HTTP 401.* No credentials were sent: OS_TOKEN may be for a cloud, and http:\/\/127\.0\.0\.1:8080 is on this machine\. To send them, set OS_AUTH_URL to a URL on this machine too, such as http:\/\/127\.0\.0\.1:8080\/v3, or give/,
    );
    expect(sent).toHaveLength(1);
  });
});

test("a token goes into X-Auth-Token, and a 401 is the answer, not a reason to try again", async () => {
  const { send, sent } = sendAnswering(401);
  const exchanged = await createTokenAuthenticator("tok-123").exchange(request, send, forever);
  expect(exchanged.answer.status).toBe(401);
  expect(exchanged.request).toBe(sent[0]);
  expect(sent.map(({ headers }) => headers["x-auth-token"])).toEqual(["tok-123"]);
  expect(sent[0]?.secrets).toContain("tok-123");
});

describe("keys", () => {
  const keys = { accessKey: "AK", secretKey: "the-secret-key", securityToken: undefined, form: "access" } as const;
  const now = (): number => Date.UTC(2026, 3, 1, 12, 0, 0);

  test("sign host with port, content type, date, project and body", async () => {
    const { send, sent } = sendAnswering(200);
    await createKeyAuthenticator(keys, now).exchange(request, send, forever);
    const signed = {
      "content-type": "application/json",
      host: "127.0.0.1:8080",
      "x-project-id": "p1",
      "x-sdk-date": "20260401T120000Z",
    };
    const { method, url, body = "" } = request;
    expect(sent[0]?.headers).toEqual({
      ...request.headers,
      host: "127.0.0.1:8080",
      "x-sdk-date": "20260401T120000Z",
      authorization: signRequest({ method, url, headers: signed, body }, keys, "access"),
    });
  });

  test("a default port is not part of the host", async () => {
    const { send, sent } = sendAnswering(200);
    const url = new URL("https://dms.eu-de.otc.t-systems.com:443/v1.0/p1/instances");
    await createKeyAuthenticator(keys, now).exchange({ ...request, url }, send, forever);
    expect(sent[0]?.headers["host"]).toBe("dms.eu-de.otc.t-systems.com");
  });

  test("temporary keys send and sign their security token", async () => {
    const { send, sent } = sendAnswering(200);
    await createKeyAuthenticator({ ...keys, securityToken: "temporary-token" }, now).exchange(request, send, forever);
    expect(sent[0]?.headers["x-security-token"]).toBe("temporary-token");
    expect(sent[0]?.headers["authorization"]).toContain(";x-security-token,");
    expect(sent[0]?.secrets).toContain("temporary-token");
  });

  test("the Credential= form is used when asked for", async () => {
    const { send, sent } = sendAnswering(200);
    await createKeyAuthenticator({ ...keys, form: "credential" }, now).exchange(request, send, forever);
    expect(sent[0]?.headers["authorization"]).toMatch(/^SDK-HMAC-SHA256 Credential=AK\/20260401\/\/\/sdk_request, /);
  });

  test("a refused signature is not sent again, and the key is no longer used", async () => {
    const { send, sent } = sendAnswering(401);
    const authenticator = createKeyAuthenticator(keys, now);
    expect((await authenticator.exchange(request, send, forever)).answer.status).toBe(401);
    const failure = await rejectionOf(authenticator.exchange(request, send, forever));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(String(failure)).toContain("access_key");
    expect(String(failure)).not.toContain(keys.secretKey);
    expect(sent).toHaveLength(1);
  });

  test("ten requests at once with a wrong key cost one failure, not ten", async () => {
    const { send, sent } = sendAnswering(401);
    const authenticator = createKeyAuthenticator(keys, now);
    const all = Array.from({ length: 10 }, () => authenticator.exchange(request, send, forever));
    await Promise.allSettled(all);
    expect(sent).toHaveLength(1);
  });

  test("a key that worked survives two refusals in a row and is given up at the third", async () => {
    const { send, sent } = sendAnswering(200, 401, 401, 200, 401, 401, 401);
    const authenticator = createKeyAuthenticator(keys, now);
    for (let count = 0; count < 7; count++) await authenticator.exchange(request, send, forever);
    expect(await rejectionOf(authenticator.exchange(request, send, forever))).toMatchObject({ fate: "not-sent" });
    expect(sent).toHaveLength(7);
  });

  test("ten requests at once after a 503, with a wrong key, cost one failure, not nine", async () => {
    const { send, sent } = sendAnswering(503, 401);
    const authenticator = createKeyAuthenticator(keys, now);
    const all = Array.from({ length: 10 }, () => authenticator.exchange(request, send, forever));
    await Promise.allSettled(all);
    expect(sent).toHaveLength(2);
  });

  test("ten requests at once with a key that worked and was revoked since cost three failures, not ten", async () => {
    const { send, sent } = sendAnswering(200, 401);
    const authenticator = createKeyAuthenticator(keys, now);
    await authenticator.exchange(request, send, forever);
    await Promise.allSettled(Array.from({ length: 10 }, () => authenticator.exchange(request, send, forever)));
    expect(sent).toHaveLength(1 + 3);
  });

  test("a lost first request does not block the others", async () => {
    let calls = 0;
    const send: Send = (given) =>
      calls++ === 0
        ? Promise.reject(new DmsError({ code: "lost", fate: "unknown", message: "lost" }))
        : Promise.resolve({ request: given, answer: { status: 200, headers: {}, body: "" } });
    const authenticator = createKeyAuthenticator(keys, now);
    const [first, second] = await Promise.allSettled([
      authenticator.exchange(request, send, forever),
      authenticator.exchange(request, send, forever),
    ]);
    expect(first.status).toBe("rejected");
    expect(second.status).toBe("fulfilled");
  });

  test("a request that waits for the first one can be interrupted", async () => {
    const never: Send = () => new Promise<Exchanged>(() => undefined);
    const authenticator = createKeyAuthenticator(keys, now);
    void authenticator.exchange(request, never, forever);
    const stop = new AbortController();
    const waiting = rejectionOf(authenticator.exchange(request, never, stop.signal));
    stop.abort();
    expect(await waiting).toMatchObject({ code: "interrupted", fate: "not-sent" });
  });
});
