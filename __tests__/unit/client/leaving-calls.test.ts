import type { Authenticator } from "../../../lib/client/auth/authenticator";
import type { HttpRequest, Send } from "../../../lib/client/http/http-message";
import { createServiceCall } from "../../../lib/client/calls/service-call";
import { clientConfig } from "../../support/client/fixture-config";

/** Logs in before a call, and again after a 401. */
const renewing: Authenticator = {
  exchange: async (request, send, signal) => {
    const login = { ...request, url: new URL("https://iam.example.test/v3/auth/tokens") };
    for (;;) {
      await send(login, signal);
      const exchanged = await send(request, signal);
      if (exchanged.answer.status !== 401) return exchanged;
    }
  },
};

/** Calls to a service that answers with these statuses in turn. */
function serviceWith(statuses: number[], note: (request: HttpRequest) => void) {
  const send: Send = (request) => {
    note(request);
    return Promise.resolve({ request, answer: { status: statuses.shift() ?? 500, headers: {}, body: "" } });
  };
  return createServiceCall({
    config: clientConfig("https://dms.example.test"),
    authenticator: renewing,
    projectId: () => Promise.resolve("p1"),
    send,
    now: () => 0,
    userAgent: "test",
  });
}

test("a call is announced after each login, right before it is sent, and reads are not", async () => {
  const happened: string[] = [];
  const service = serviceWith([201, 401, 201, 204, 201, 200], ({ method, url }) => {
    happened.push(`${method} ${url.pathname}`);
  });
  const { signal } = new AbortController();
  await service.write("/action", {}, signal, () => happened.push("leaving"));
  await service.get("", [], signal);
  expect(happened).toEqual([
    "POST /v3/auth/tokens",
    "leaving",
    "POST /v1.0/p1/instances/action",
    "POST /v3/auth/tokens",
    "leaving",
    "POST /v1.0/p1/instances/action",
    "GET /v3/auth/tokens",
    "GET /v1.0/p1/instances",
  ]);
});

test("a call that may not leave any more stays here, also after a new login", async () => {
  const sent: string[] = [];
  const service = serviceWith([201, 401, 201], ({ url }) => {
    sent.push(url.pathname);
  });
  const late = new Error("too late");
  let leaves = 0;
  const leaving = (): void => {
    leaves += 1;
    if (leaves > 1) throw late;
  };
  const { signal } = new AbortController();
  await expect(service.write("/action", {}, signal, leaving)).rejects.toBe(late);
  expect(sent).toEqual(["/v3/auth/tokens", "/v1.0/p1/instances/action", "/v3/auth/tokens"]);
});
