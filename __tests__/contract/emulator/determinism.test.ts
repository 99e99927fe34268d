import fc from "fast-check";
import { randomRuns } from "../../support/chaos/random-runs";
import { instanceId, projectId, type RunningEmulator, withEmulator } from "../../support/emulator/calls";

const fleet = {
  projects: {
    [projectId]: ["RUNNING", "RUNNING", "ERROR", "CREATING", "CREATEFAILED"].map((status, index) => ({
      instance_id: instanceId(index + 1),
      engine: index === 1 ? "rabbitmq" : "kafka",
      status,
    })),
  },
  recycle_bin: true,
};
const ids = [1, 2, 3, 4, 5, 6].map(instanceId);
const versions = ["v1.0", "v2"] as const;

/** One thing that a user does with an emulator. */
type Deed = (running: RunningEmulator) => Promise<unknown>;

const base = (version: string): string => `/${version}/${projectId}/instances`;
const version = fc.constantFrom(...versions);
const someIds = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(version, fc.constantFrom("restart", "delete", "stop"), someIds).map(
    ([api, action, instances]): Deed =>
      ({ call }) =>
        call("POST", `${base(api)}/action`, { action, instances }),
  ),
  fc.tuple(version, fc.constantFrom("", "?include_failure=true", "?includeFailure=true", "?limit=2&offset=2")).map(
    ([api, query]): Deed =>
      ({ call }) =>
        call("GET", base(api) + query),
  ),
  fc.tuple(version, fc.constantFrom("GET", "DELETE", "PUT"), fc.constantFrom(...ids)).map(
    ([api, method, id]): Deed =>
      ({ call }) =>
        call(method, `${base(api)}/${id}`),
  ),
  version.map(
    (api): Deed =>
      ({ call }) =>
        call("POST", `${base(api)}/action`, {
          action: "delete",
          [api === "v2" ? "all_failure" : "allFailure"]: "kafka",
        }),
  ),
  fc.nat({ max: 900_000 }).map((ms): Deed => ({ emulator }) => {
    emulator.advance(ms);
    return Promise.resolve();
  }),
  fc
    .constantFrom({ item: "failed" }, { stuck: true }, { end: "ERROR" }, { ignore: true }, { status: 503 })
    .map((effect): Deed => ({ emulator }) => {
      emulator.setFaults([{ on: { operation: "action", after: 1, times: 2 }, do: effect }]);
      return Promise.resolve();
    }),
);

test("the same seed and the same calls give the same journal and the same fleet, in another emulator and after a reset", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
      const outcomes: unknown[] = [];
      const record = async (running: RunningEmulator): Promise<void> => {
        for (const each of deeds) await each(running);
        outcomes.push({ journal: running.emulator.journal(), fleet: running.emulator.instances() });
      };
      await withEmulator({ seed: fleet }, async (running) => {
        await record(running);
        running.emulator.reset();
        await record(running);
      });
      await withEmulator({ seed: fleet }, record);
      expect(outcomes[1]).toEqual(outcomes[0]);
      expect(outcomes[2]).toEqual(outcomes[0]);
    }),
    randomRuns(50),
  );
});

test("after any calls, the list shows no instance that is being deleted, and a read agrees with the list otherwise", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 25 }), version, async (deeds, api) => {
      await withEmulator({ seed: fleet }, async (running) => {
        for (const each of deeds) await each(running);
        running.emulator.setFaults([]);
        const all = api === "v2" ? "?include_failure=true&limit=50" : "?includeFailure=true";
        const { body } = await running.call("GET", base(api) + all);
        const { instances, instance_num: total } = body as {
          instances: { instance_id: string; status: string }[];
          instance_num: number;
        };
        expect(instances).toHaveLength(total);
        const listed = new Map(instances.map(({ instance_id: id, status }) => [id, status]));
        for (const id of ids) {
          const read = await running.call("GET", `${base(api)}/${id}`);
          const status = read.status === 200 ? (read.body as { status: string }).status : "gone";
          if (listed.has(id)) expect(["RUNNING", listed.get(id)]).toContain(status);
          else expect(["DELETING", "RECYCLE", "gone"]).toContain(status);
        }
      });
    }),
    randomRuns(50),
  );
});
