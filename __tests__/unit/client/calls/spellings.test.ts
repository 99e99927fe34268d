import { createSpellingMemory } from "../../../../lib/client/calls/spellings";
import type { DmsClient } from "../../../../lib/client/dms-client";
import { lookAtFleet } from "../../../../lib/rollout/look";
import { type EmulatedCloud, instanceIdOf, startCloud } from "../../../support/client/emulated-cloud";
import { forever } from "../../../support/client/fixture-config";

const id = instanceIdOf("kafka", 0);
const capitals = id.toUpperCase();

let cloud: EmulatedCloud;
let client: DmsClient;
beforeEach(async () => {
  cloud = await startCloud();
  client = cloud.connect({ apiVersion: "v2" });
});
afterEach(() => cloud.close());

/** Ids that calls of this method named, in order. */
const named = (method: string): readonly string[] =>
  cloud.emulator
    .journal()
    .filter((entry) => entry.method === method)
    .flatMap(({ path, body }) => `${path} ${JSON.stringify(body)}`.match(new RegExp(id, "gi")) ?? []);

const refuseLists = (): void =>
  cloud.emulator.setFaults([{ on: { operation: "list" }, do: { status: 403, error_code: "DMS.10240003" } }]);

describe("an id in capitals, of an instance that the service spells in lower case", () => {
  test("is read without the right to list, under the id that was asked for, and in one call from then on", async () => {
    refuseLists();
    const found = await lookAtFleet(client, [capitals], forever);
    expect([...found]).toMatchObject([[capitals, { id: capitals, status: "RUNNING" }]]);
    expect(named("GET")).toEqual([capitals, id]);
    expect(await client.get(capitals, forever)).toMatchObject({ id: capitals });
    expect(named("GET")).toEqual([capitals, id, id]);
  });

  test("is DELETING, not gone, after its deletion was accepted and the list dropped it", async () => {
    await client.act("delete", [id], { forceDelete: false }, forever);
    const next = cloud.connect();
    const found = await lookAtFleet(next, [capitals], forever);
    expect(found.get(capitals)).toMatchObject({ id: capitals, status: "DELETING" });
  });

  test("goes out as the list spells it, and answers keep the spelling of the question", async () => {
    await client.list(forever);
    const { items } = await client.act("restart", [capitals], { forceDelete: false }, forever);
    expect(items).toEqual([{ id: capitals, result: "success" }]);
    expect(named("POST")).toEqual([id]);
    expect(await client.tasks(capitals, 0, forever)).toContainEqual(
      expect.objectContaining({ name: "restartInstance" }),
    );
    expect(await client.get(capitals, forever)).toMatchObject({ id: capitals, status: "RESTARTING" });
    expect(named("GET")).toEqual([id, id]);
  });

  test("is gone when neither spelling exists, or when the spelling that was shown does not", async () => {
    const absent = capitals.replace(/.$/, "F");
    expect(await client.get(absent, forever)).toBeUndefined();
    expect(cloud.calls()).toHaveLength(2);
    expect(await client.get(absent.toLowerCase(), forever)).toBeUndefined();
    expect(cloud.calls()).toHaveLength(3);
  });
});

describe("the memory of spellings", () => {
  test("uses capitals that the service has shown", async () => {
    const memory = createSpellingMemory();
    memory.remember([{ id: "I-A" }]);
    const asked: string[] = [];
    const gone = (spelled: string) => Promise.resolve(void asked.push(spelled));
    expect(await memory.reading("i-a", gone)).toBeUndefined();
    expect(asked).toEqual(["I-A"]);
  });

  test("keeps the last spelling, and nothing that cannot be an id", () => {
    const memory = createSpellingMemory();
    memory.remember([{ id: "K-1" }, { id: "k-1" }, { id: "\u212a-1" }]);
    expect([memory.of("K-1"), memory.of("Other")]).toEqual(["k-1", "Other"]);
  });
});
