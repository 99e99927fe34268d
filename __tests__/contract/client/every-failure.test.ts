import type { CallFailure } from "../../../lib/domain/call-failure";
import type { DmsClient } from "../../../lib/client/dms-client";
import { type EmulatedCloud, instanceIdOf, startCloud } from "../../support/client/emulated-cloud";
import { forever, rejectionOf } from "../../support/client/fixture-config";
import { closedPort } from "../../support/client/raw-server";
import { holdTimeouts } from "../../support/time/held-timeouts";
import { until } from "../../support/time/until";

const id = instanceIdOf("kafka", 0);
const minuteMs = 60_000;
const restart = (client: DmsClient, signal = forever): Promise<unknown> =>
  client.act("restart", [id], { forceDelete: false }, signal);

let cloud: EmulatedCloud;
afterEach(() => cloud.close());

/** The sentence of each fate for the reader of the text. */
const saysSo: Readonly<Record<CallFailure["fate"], RegExp>> = {
  "not-sent": /Nothing was sent|not sent/,
  refused: /: sent; .*The service did nothing\.$/,
  unknown: /^POST [^:]+: sent.*not known .*; it was sent once and is not repeated\.$/,
};

const limitMs = 200;
const patienceFor = (effect: object) => ({ requestTimeoutMs: "delay_ms" in effect ? limitMs : 10_000 });

/** The failure of a call. The time for a late answer runs out after the call has reached the emulator, also on a busy machine. */
async function failureOf(call: (client: DmsClient) => Promise<unknown>, effect: object): Promise<CallFailure> {
  const client = cloud.connect(patienceFor(effect));
  if (!("delay_ms" in effect)) return (await rejectionOf(call(client))) as CallFailure;
  return holdTimeouts(async (pass) => {
    const rejected = rejectionOf(call(client));
    await until("the call", () => cloud.emulator.journal().length > 0);
    pass(limitMs);
    return (await rejected) as CallFailure;
  });
}

describe("a batch call that did not end well says whether anything was sent", () => {
  test.each<[string, object, Pick<CallFailure, "code" | "fate">]>([
    ["busy", { status: 400, error_code: "DMS.00400026" }, { code: "busy", fate: "refused" }],
    ["a task under way", { status: 400, error_code: "DMS.00400017" }, { code: "busy", fate: "refused" }],
    ["too many calls", { status: 429, retry_after: 1 }, { code: "throttled", fate: "refused" }],
    ["flow control", { status: 404, error_code: "DMS.10240407" }, { code: "throttled", fate: "refused" }],
    ["a malformed request", { status: 400, error_code: "DMS.00400062" }, { code: "invalid", fate: "refused" }],
    ["no permission", { status: 403, error_code: "DMS.00403003" }, { code: "forbidden", fate: "refused" }],
    ["a broken service", { status: 500 }, { code: "server-error", fate: "unknown" }],
    ["a broken gateway", { status: 502 }, { code: "server-error", fate: "unknown" }],
    ["an overloaded service", { status: 503 }, { code: "server-error", fate: "unknown" }],
    ["a slow service", { status: 504 }, { code: "server-error", fate: "unknown" }],
    ["no answer", { drop: "before" }, { code: "lost", fate: "unknown" }],
    ["an answer that was lost", { drop: "after" }, { code: "lost", fate: "unknown" }],
    ["half an answer", { truncate: true }, { code: "lost", fate: "unknown" }],
    ["an answer too late", { delay_ms: minuteMs }, { code: "lost", fate: "unknown" }],
  ])("%s", async (_, effect, expected) => {
    cloud = await startCloud();
    cloud.emulator.setFaults([{ on: { operation: "action" }, do: effect }]);
    const failure = await failureOf(restart, effect);
    expect(failure).toMatchObject(expected);
    expect(failure.message).toMatch(saysSo[expected.fate]);
    expect(cloud.calls()).toHaveLength(1);
  });

  test("no listener", async () => {
    cloud = await startCloud();
    const client = cloud.connect({ endpoint: `http://127.0.0.1:${String(closedPort)}` });
    const failure = (await rejectionOf(restart(client))) as CallFailure;
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(failure.message).toMatch(saysSo["not-sent"]);
  });

  test("a stop before the call, and a stop while it waits for its answer", async () => {
    cloud = await startCloud();
    const client = cloud.connect();
    const before = (await rejectionOf(restart(client, AbortSignal.abort()))) as CallFailure;
    expect(before).toMatchObject({ code: "interrupted", fate: "not-sent" });
    expect(before.message).toMatch(saysSo["not-sent"]);
    cloud.emulator.setFaults([{ on: { operation: "action" }, do: { delay_ms: minuteMs } }]);
    const stop = new AbortController();
    const waiting = rejectionOf(restart(client, stop.signal));
    while (cloud.calls().length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    const during = (await waiting) as CallFailure;
    expect(during).toMatchObject({ code: "interrupted", fate: "unknown" });
    expect(during.message).toContain("it was sent once and is not repeated");
  });

  test("a failed login or project lookup before the call", async () => {
    cloud = await startCloud({ auth: "token" });
    const project = { kind: "name", name: "nowhere" } as const;
    const failure = (await rejectionOf(restart(cloud.connect({ project })))) as CallFailure;
    expect(failure.fate).toBe("not-sent");
    expect(failure.message).toMatch(/^POST [^:]+: not sent, because finding the project's id failed\. /);
  });
});

describe("a read that did not end well", () => {
  test.each<[string, object, RegExp]>([
    ["an error", { status: 503 }, /^GET \S+: sent; answered HTTP 503 \(APIG\.0613: .*\), request id [0-9a-f]{32}\.$/],
    ["a cut connection", { drop: "after" }, /^GET \S+: sent, but the connection broke before the whole answer came/],
    ["no answer in time", { delay_ms: minuteMs }, /^GET \S+: sent, but not answered in full within 200 ms\.$/],
  ])("says whether anything was sent: %s", async (_, effect, text) => {
    cloud = await startCloud();
    cloud.emulator.setFaults([{ on: { operation: "list" }, do: effect }]);
    const failure = await failureOf((client) => client.list(forever), effect);
    expect(failure.message).toMatch(text);
  });
});
