import { createEmulator } from "../../lib/emulator/emulator";

const projectId = "0123456789abcdef0123456789abcdef";
const path = `/v1.0/${projectId}/instances`;

const fleet = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  search: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d",
  audit: "67fc5f8d-3986-4f02-bb75-4075a23112de",
  metrics: "3f0c7a51-8d2e-4b6f-a1c9-5e7d90b2f846",
  legacy: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41",
} as const;

/** An emulator in the middle of a rollout, always the same: a finished wave, one under way, a failure, a fault rule. */
export async function playScene(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const instances = Object.entries(fleet).map(([name, instance_id]) => ({
    instance_id,
    name,
    engine: "kafka",
    status: name === "audit" ? "ERROR" : "RUNNING",
  }));
  const emulator = createEmulator({ clock: "manual", seed: { projects: { [projectId]: instances } } });
  const { url } = await emulator.listen();
  const call = async (method: string, where: string, body?: object): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const sent = body !== undefined && { headers, body: JSON.stringify(body) };
    const answer = await fetch(url + where, { method, ...sent });
    await answer.text();
  };
  const act = (action: string, ...names: readonly (keyof typeof fleet)[]) =>
    call("POST", `${path}/action`, { action, instances: names.map((name) => fleet[name]) });
  const look = async (afterMs: number): Promise<void> => {
    emulator.advance(afterMs);
    await call("GET", `${path}?includeFailure=true`);
  };

  await look(0);
  await act("restart", "audit");
  await look(10_000);
  await look(14 * 60_000);
  emulator.setFaults([
    { on: { operation: "action", action: "restart", instance: fleet.payments, times: 1 }, do: { item: "failed" } },
    { on: { operation: "list", after: 40 }, do: { status: 503, retry_after: 5 } },
  ]);
  await act("restart", "orders", "payments", "search");
  await look(10_000);
  await look(9 * 60_000);
  await act("delete", "legacy");
  await look(5_000);
  await call("GET", `${path}/${fleet.legacy}`);
  return { url, close: () => emulator.close() };
}
