import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { HttpBackend } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { createFolder } from "../support/acceptance/terraform";
import { projectId } from "../support/acceptance/workspace";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";

/** Keeps one state behind an address, and refuses to while `isBroken`. */
class StateStore {
  isBroken = false;
  private state = "";
  private readonly server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const isWrite = request.method === "POST";
      if (isWrite && !this.isBroken) this.state = Buffer.concat(parts).toString();
      // 403: Terraform does not try such a call again.
      response.writeHead(isWrite && this.isBroken ? 403 : this.state === "" ? 404 : 200).end(this.state);
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/fleet`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let fleet: Awaited<ReturnType<typeof startFleet>>;
let store: StateStore;
const checkouts: Deployment[] = [];
beforeEach(async () => {
  fleet = await startFleet(["broker"]);
  store = new StateStore();
});
afterEach(async () => {
  for (const checkout of checkouts.splice(0)) await checkout.dispose();
  store.close();
  await fleet.close();
});

test("errored.tfstate that is pushed back leaves an empty plan on every machine; before, another plans the restart again", async () => {
  const address = await store.listen();
  const checkOut = (version: string): Deployment => {
    const checkout = createDeployment();
    checkouts.push(checkout);
    write(checkout, version);
    return checkout;
  };
  const write = (checkout: Deployment, version: string): void =>
    checkout.synth((stack) => {
      stack.node.tryRemoveChild("backend");
      new HttpBackend(stack, { address });
      new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms" });
      const instances = { broker: { instanceId: idOf("broker") } };
      new InstanceLifecycle(stack, "kafka", { restartTriggers: { version }, instances });
    });

  const one = checkOut("1");
  await one.mustApply();
  write(one, "2");
  store.isBroken = true;
  const { code, output } = await one.apply();
  store.isBroken = false;
  expect([code, output]).toEqual([1, expect.stringContaining("errored.tfstate")]);
  expect(batchesOf(fleet)).toEqual(["restart broker"]);
  expect(await checkOut("2").isSettled()).toBe(false);

  const stackFolder = join(one.folder, "cdktf.out", "stacks", "fleet");
  expect(existsSync(join(stackFolder, "errored.tfstate"))).toBe(true);
  const terraform = createFolder("dms-push-", {});
  try {
    // The checkout's provider runs in this process; the push wants one that is installed.
    for (const args of [["init"], ["state", "push", "errored.tfstate"]]) {
      const { code: ended, output: said } = await terraform.run([...args, "-no-color"], { cwd: stackFolder });
      expect([ended, said]).toEqual([0, expect.any(String)]);
    }
  } finally {
    await terraform.dispose();
  }
  expect(await one.isSettled()).toBe(true);
  expect(await checkOut("2").isSettled()).toBe(true);
  expect(batchesOf(fleet)).toEqual(["restart broker"]);
});
