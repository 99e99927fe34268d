import { parseSeed } from "../../../../lib/emulator/seed/seed";
import { documentedTypes } from "../../../support/emulator/documented-examples";
import { viewInstance, instanceText } from "../../../../lib/emulator/fleet/instance-view";

const project = "77b6a44cba5143ab91d13ab9a8ff44fd";

describe("a seed", () => {
  test("may leave everything out", () => {
    const seed = parseSeed({ projects: { [project]: [{}, { engine: "rabbitmq" }, { engine: "reliability" }] } });
    expect(seed.instances.map(({ name, engine, status }) => [name, engine, status])).toEqual([
      ["kafka-1", "kafka", "RUNNING"],
      ["rabbitmq-2", "rabbitmq", "RUNNING"],
      ["rocketmq-3", "reliability", "RUNNING"],
    ]);
    for (const { id } of seed.instances) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(seed.instances.map(({ id }) => id)).size).toBe(3);
  });

  test("gives every documented field of an instance its documented type", () => {
    const [instance] = parseSeed({ projects: { [project]: [{}] } }).instances;
    const tasks = { made: 0, kept: [] };
    const record = { ...instance!, condition: { kind: "steady", status: "RUNNING" }, tasks } as const;
    const view = viewInstance(record, "RUNNING", "v1.0", "get");
    const types = Object.fromEntries(
      Object.keys(documentedTypes).map((name) => [name, Array.isArray(view[name]) ? "array" : typeof view[name]]),
    );
    expect(types).toEqual(documentedTypes);
    expect(view.created_at).toMatch(/^\d{13}$/);
  });

  test("is completed the same way every time", () => {
    const make = () => parseSeed({ projects: { [project]: [{}, { name: "a" }] } }).instances;
    expect(make()).toEqual(make());
  });

  test("may write dates and numbers for fields that are texts in the documents", () => {
    const [instance] = parseSeed({
      projects: { [project]: [{ created_at: "2026-01-02T03:04:05Z", partition_num: 300, my_own: { a: 1 } }] },
    }).instances;
    expect(instance!.fields).toMatchObject({ created_at: "1767323045000", partition_num: "300", my_own: { a: 1 } });
  });

  test("may have further fields of any name, and all fields that the emulator returns", () => {
    const own = { owner: "a", sort: 1, public_bandwidth: 5, identity: "b" };
    const [instance] = parseSeed({ projects: { [project]: [own] } }).instances;
    expect(instance!.fields).toMatchObject(own);
    const tasks = { made: 0, kept: [] };
    const record = { ...instance!, condition: { kind: "steady", status: "RUNNING" }, tasks } as const;
    const written: unknown = JSON.parse(instanceText(record, "RUNNING", "seed"));
    expect(parseSeed({ projects: { [project]: [written] } }).instances).toEqual([instance]);
  });

  test("may nest fields of its own 32 levels deep", () => {
    const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    const seedWith = (field: unknown) => ({ projects: { [project]: [{ my_own: field }] } });
    expect(parseSeed(seedWith(nested(32))).instances).toHaveLength(1);
    for (const levels of [33, 5_000, 100_000]) {
      expect(() => parseSeed(seedWith(nested(levels)))).toThrow(
        `projects.${project}[0].my_own is nested too deeply: 32 levels of arrays and objects are allowed.`,
      );
    }
    expect(() => parseSeed({ projects: { [project]: [{ tags: nested(33) }] } })).toThrow("tags is nested too deeply");
  });

  test("names its projects as the cloud does by default", () => {
    const projects = { [project]: [], other: [], third: [] };
    expect([...parseSeed({ projects, project_names: { other: "eu-de_team" } }).projectNames]).toEqual([
      [project, "eu-de"],
      ["other", "eu-de_team"],
      ["third", "eu-de_3"],
    ]);
  });

  test.each<[unknown, string]>([
    [[], "seed must be an object."],
    [{ project: {} }, "project is not known"],
    [{ projects: [] }, "projects must be an object."],
    [{ projects: { "a b": [] } }, "projects.a b is not a project id."],
    [{ projects: { p: {} } }, "projects.p must be an array."],
    [{ projects: { p: ["x"] } }, "projects.p[0] must be an object."],
    [{ projects: { p: [{ instance_id: "" }] } }, "projects.p[0].instance_id must be a non-empty string"],
    [{ projects: { p: [{ instance_id: "a/b" }] } }, "projects.p[0].instance_id is not an instance id."],
    [
      { projects: { p: [{ instance_id: "a" }], q: [{ instance_id: "a" }] } },
      "projects.q[0].instance_id a is there twice.",
    ],
    [{ projects: { p: [{ id: "a" }] } }, "projects.p[0].id is not a field of an instance; use instance_id, or a name"],
    [{ projects: { p: [{ engin: "kafka" }] } }, "projects.p[0].engin is not a field of an instance; use engine"],
    [{ projects: { p: [{ nmae: "a" }] } }, "projects.p[0].nmae is not a field of an instance; use name"],
    [{ projects: { p: [{ statuss: "ERROR" }] } }, "projects.p[0].statuss is not a field of an instance; use status"],
    [
      { projects: { p: [{ instanceId: "a" }] } },
      "projects.p[0].instanceId is not a field of an instance; use instance_id",
    ],
    [
      { projects: { p: [{ engine_versiom: "2.7" }] } },
      "p[0].engine_versiom is not a field of an instance; use engine_version",
    ],
    [{ projects: { p: [{ engine: "redis" }] } }, "projects.p[0].engine must be kafka, rabbitmq or rocketmq."],
    [{ projects: { p: [{ engine: "constructor" }] } }, "projects.p[0].engine must be kafka, rabbitmq or rocketmq"],
    [{ projects: { p: [{ port: "9092" }] } }, "projects.p[0].port is not of the documented type."],
    [{ projects: { p: [{ created_at: "yesterday" }] } }, "projects.p[0].created_at is not of the documented type."],
    [{ users: [{ name: "a" }] }, "users[0].password must be a non-empty string"],
    [{ keys: [{ access: "a" }] }, "keys[0].secret must be a non-empty string"],
    [{ recycle_bin: "yes" }, "recycle_bin must be true or false."],
    [{ faults: [{}] }, "faults[0].on must be an object."],
  ])("%j is refused: %s", (seed, complaint) => {
    expect(() => parseSeed(seed)).toThrow(complaint);
  });
});
