import { answerFailure, unreadableAnswer } from "../../../../lib/client/answers/answer-failure";
import { isCallFailure } from "../../../../lib/domain/call-failure";
import type { HttpAnswer, HttpRequest } from "../../../../lib/client/http/http-message";

const post: HttpRequest = {
  method: "POST",
  url: new URL("https://dms.example/v1.0/p1/instances/action"),
  headers: {},
  body: "{}",
  isWrite: true,
  secrets: ["s3cret-token", 'pa55"word'],
};
const get: HttpRequest = {
  ...post,
  method: "GET",
  url: new URL("https://dms.example/v1.0/p1/instances?a=b"),
  isWrite: false,
};

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const dms = (code: string) => ({ error_code: code, error_msg: "text of it" });

describe("classification of a batch call that was not accepted", () => {
  test.each([
    [400, dms("DMS.00400026"), "busy", "refused"],
    [400, dms("DMS.00400017"), "busy", "refused"],
    [400, dms("CBC.99003651"), "busy", "refused"],
    [400, dms("DMS.00400064"), "invalid", "refused"],
    [400, dms("DMS.00400099"), "invalid", "refused"],
    [404, dms("DMS.00404022"), "not-found", "refused"],
    [400, dms("DMS.00404022"), "not-found", "refused"],
    [404, dms("DMS.10240407"), "throttled", "refused"],
    [404, dms("DMS.00404001"), "invalid", "refused"],
    [404, "", "unexpected-answer", "refused"],
    [401, dms("APIGW.0301"), "unauthenticated", "refused"],
    [401, "", "unauthenticated", "refused"],
    [403, dms("DMS.00403003"), "forbidden", "refused"],
    [429, "", "throttled", "refused"],
    [429, dms("APIG.0308"), "throttled", "refused"],
    [503, dms("APIGW.0308"), "throttled", "refused"],
    [413, "<html>too large</html>", "unexpected-answer", "refused"],
    [500, dms("DMS.00500000"), "server-error", "unknown"],
    [500, dms("DMS.00400026"), "server-error", "unknown"],
    [502, "<html>bad gateway</html>", "server-error", "unknown"],
    [504, "", "server-error", "unknown"],
    [301, "", "unexpected-answer", "refused"],
    [303, "", "unexpected-answer", "unknown"],
    [511, "<html>Sign in</html>", "unexpected-answer", "unknown"],
    [511, "", "unexpected-answer", "unknown"],
    [403, "<!DOCTYPE html><title>Blocked</title>", "unexpected-answer", "refused"],
    [403, "", "forbidden", "refused"],
    [403, "Access denied", "forbidden", "refused"],
    [401, "<html>single sign-on</html>", "unauthenticated", "refused"],
  ])("HTTP %i %j is %s, %s", (status, body, code, fate) => {
    expect(answerFailure(post, answer(status, body), 0)).toMatchObject({ code, fate, status });
  });

  test("a read that met a 5xx did nothing", () => {
    expect(answerFailure(get, answer(500, ""), 0)).toMatchObject({ code: "server-error", fate: "refused" });
  });
});

describe("documented error shapes", () => {
  test("the service's", () => {
    const failure = answerFailure(post, answer(400, dms("DMS.00400100"), { "x-request-id": "r-1" }), 0);
    expect(failure).toMatchObject({ errorCode: "DMS.00400100", errorMessage: "text of it", requestId: "r-1" });
    expect(failure.message).toBe(
      "POST /v1.0/p1/instances/action: sent; answered HTTP 400 (DMS.00400100: text of it), request id r-1. The service did nothing.",
    );
  });

  test("the gateway's, whose body has the request's id", () => {
    const body = { error_msg: "Incorrect IAM authentication information", error_code: "APIG.0301", request_id: "r-2" };
    expect(answerFailure(post, answer(401, body, { "x-request-id": "r-1" }), 0)).toMatchObject({
      errorCode: "APIG.0301",
      requestId: "r-2",
    });
  });

  test("Keystone's, whose code is a number", () => {
    const body = { error: { code: 401, message: "The username or password is wrong.", title: "Unauthorized" } };
    expect(answerFailure(post, answer(401, body), 0)).toMatchObject({
      code: "unauthenticated",
      errorCode: "401",
      errorMessage: "The username or password is wrong.",
    });
  });

  test("a proxy's HTML, quoted in short with its content type", () => {
    const html = `<html>\n<head><title>504 Gateway Time-out</title></head>${"<p>x</p>".repeat(100)}</html>`;
    const failure = answerFailure(post, answer(504, html, { "content-type": "text/html" }), 0);
    expect(failure.errorCode).toBeUndefined();
    expect(failure.message).toContain('HTTP 504 with text/html: "<html> <head><title>504 Gateway Time-out</title>');
    expect(failure.message).toContain("It is not known whether the service carried it out");
    expect(failure.message.length).toBeLessThan(450);
  });

  test("an empty body", () => {
    expect(answerFailure(post, answer(500, "  "), 0).message).toContain("HTTP 500 with an empty body");
  });

  test("Retry-After is kept in milliseconds", () => {
    expect(answerFailure(post, answer(429, "", { "retry-after": "7" }), 0).retryAfterMs).toBe(7_000);
  });
});

describe("an answer in the service's place", () => {
  test("with 403 does not refuse the user where it is a page by its type alone", () => {
    const page = answer(403, "Blocked by policy", { "content-type": "text/html; charset=utf-8" });
    expect(answerFailure(get, page, 0).code).toBe("unexpected-answer");
    const json = answer(403, dms("APIG.0302"), { "content-type": "text/html" });
    expect(answerFailure(get, json, 0).code).toBe("forbidden");
  });

  test.each([
    ["https://portal.example/login?token=abc#x", ", a redirect to https://portal.example/login with"],
    ["/login", ", a redirect to https://dms.example/login with"],
    ["https://anna:hunter22@portal.example/s3cret-token", ", a redirect to https://portal.example/*** with"],
    ["about:blank", ", a redirect to about: with"],
    ["https://", " with"],
    ["", " with"],
  ])("that redirects to %j is told with the address alone", (location, shown) => {
    const { message } = answerFailure(post, answer(302, "", { location }), 0);
    expect(message).toContain(`answered HTTP 302${shown} an empty body`);
    expect(message).toContain("The service did nothing.");
  });

  test("that does not redirect has no address", () => {
    expect(answerFailure(post, answer(400, "", { location: "/x" }), 0).message).not.toContain("redirect");
  });
});

test("a 2xx that cannot be read is of unknown fate and names the expected body", () => {
  const failure = unreadableAnswer(
    post,
    answer(200, "<html>Sign in</html>", { "content-type": "text/html" }),
    "a list",
  );
  expect(failure).toMatchObject({ code: "unexpected-answer", fate: "unknown", status: 200 });
  expect(failure.message).toContain("expected a list");
  expect(isCallFailure(failure)).toBe(true);
});

test("no text quotes a secret that the answer echoes, as it is, as JSON or as URL text", () => {
  const echo = `x-auth-token=s3cret-token ${JSON.stringify('pa55"word')} ${encodeURIComponent('pa55"word')}`;
  for (const body of [echo, { error_code: "X", error_msg: echo }, { error: { message: echo } }]) {
    for (const failure of [answerFailure(post, answer(500, body), 0), unreadableAnswer(post, answer(200, body), "x")]) {
      const texts = [failure.message, failure.errorMessage ?? "", JSON.stringify(failure)].join();
      expect(texts).not.toContain("s3cret-token");
      expect(texts).not.toMatch(/pa55(\\"|"|%22)word/);
    }
  }
});

test.each([
  ["text/html; charset=utf-8", "text/html"],
  ["text/plain;t=s3cret-token", "text/plain"],
  ["application/problem+json", "application/problem+json"],
  ["text/s3cret-token", "text/***"],
  ["text/S3CRET-TOKEN; x", "text/***"],
  ["s3cret-token", "an invalid content type"],
  ["text/plain s3cret-token", "an invalid content type"],
  ["", "an invalid content type"],
])("of the content type %j only %j is shown", (contentType, shown) => {
  const failure = answerFailure(post, answer(502, "<p>Hm</p>", { "content-type": contentType }), 0);
  expect(failure.message).toContain(`answered HTTP 502 with ${shown}: "<p>Hm</p>"`);
  expect(failure.message.toLowerCase()).not.toContain("s3cret-token");
});
