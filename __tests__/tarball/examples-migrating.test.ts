import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { DmsKit } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { attachProvider } from "../support/provider/attach-provider";
import { until } from "../support/time/until";

const example = resolve(__dirname, "../../examples/migrating/local-exec");
const ids = { orders: "54602a9d-5e22-4239-9123-77e350df4a34", payments: "7166cdea-dbad-4d79-9610-7163e6f8b640" };
const both = Object.values(ids);

// The old way calls curl.
describe("the guide to migrating from local-exec", () => {
  let kit: DmsKit;
  let folder: string;
  beforeEach(async () => {
    const instances = Object.entries(ids).map(([name, instance_id]) => ({ name, instance_id }));
    kit = await startKit({ instances }, attachProvider);
    folder = mkdtempSync(join(tmpdir(), "dms-migrating-"));
  });
  afterEach(async () => {
    await kit.stop();
    rmSync(folder, { recursive: true });
  });
  const restarts = () => kit.calls().map(({ action, instances }) => [action, instances]);

  test("the old script restarts, the migration makes no call, the same trigger restarts", async () => {
    const configured = (config: string) => ({
      variables: { endpoint: kit.url, project_id: kit.projectId, broker_config: config },
      environment: { OS_TOKEN: "any" },
    });
    cpSync(join(example, "before"), folder, { recursive: true });
    await kit.deploy({ folder }, configured("1"));
    expect(restarts()).toEqual([["restart", both]]);
    await untilRunning();

    cpSync(join(example, "after"), folder, { recursive: true });
    await kit.deploy({ folder }, configured("1"));
    expect(kit.calls()).toHaveLength(1);
    await kit.deploy({ folder }, configured("2"));
    expect(restarts().slice(1)).toEqual([["restart", both]]);
  });

  /** A restart ends once it was seen; the script has not looked. */
  async function untilRunning(): Promise<void> {
    const list = () => fetch(`${kit.url}/v1.0/${kit.projectId}/instances`).then((answer) => answer.json());
    await until("the end of the restarts", async () => !JSON.stringify(await list()).includes('"RESTARTING"'));
  }
});
