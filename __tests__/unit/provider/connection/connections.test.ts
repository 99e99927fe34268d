import { unknown } from "../../../../lib/framework/values/value";
import { createConnections } from "../../../../lib/provider/connection/connections";
import type { RememberedPlace } from "../../../../lib/provider/runs/memory";
import { regionWithoutEffect } from "../../../../lib/provider/messages";
import { type PlaceSettings, providersPlace } from "../../../../lib/provider/place";
import { providerSchema } from "../../../../lib/provider/schemas/provider";
import type { Connections } from "../../../../lib/provider/connection/service";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { VirtualClock } from "../../../support/rollout/clock";

const blank = Object.fromEntries(Object.keys(providerSchema.attributes).map((name) => [name, null]));
const emulator = "http://127.0.0.1:9";

/** The connections of a block with these attributes, and the places whose memory was asked for. */
async function connectionsOf(attributes: Readonly<Record<string, string | typeof unknown>>) {
  const remembered: RememberedPlace[] = [];
  const dependencies = {
    environment: {},
    readFile: () => undefined,
    clock: new VirtualClock(),
    newId: () => "object",
    memoryOf: (place: RememberedPlace) => {
      remembered.push(place);
      return createMachine();
    },
  };
  const config = { ...blank, ...attributes } as Parameters<typeof createConnections>[0];
  return { ...(await createConnections(config, dependencies, () => undefined)), remembered };
}

async function mustConnect(attributes: Readonly<Record<string, string>>): Promise<Connections> {
  const { data, diagnostics } = await connectionsOf(attributes);
  if (data === undefined) throw new Error(JSON.stringify(diagnostics));
  return data;
}

const at = (settings: Partial<PlaceSettings>): PlaceSettings => ({ ...providersPlace, ...settings });

describe("the connections of a provider block", () => {
  test("are one for each project, in any words of its objects", async () => {
    const connections = await mustConnect({ endpoint: emulator, project_id: "p1" });
    const services = await Promise.all(
      [{}, { project_id: "p1" }, { project_id: "" }, { project_id: "p2" }].map(async (settings) => {
        const { data } = await connections.at(at(settings));
        return data.kind === "ready" ? data.service : undefined;
      }),
    );
    expect(services).not.toContain(undefined);
    expect(services.map((service) => services.indexOf(service))).toEqual([0, 0, 0, 3]);
  });

  test("remember by service and project", async () => {
    const { data, remembered } = await connectionsOf({ endpoint: emulator, project_id: "p1" });
    await data?.at(at({ project_name: "a" }));
    await data?.at(at({ project_id: unknown }));
    expect(remembered).toEqual([
      { endpoint: emulator },
      { endpoint: emulator, project: "name:a" },
      { endpoint: emulator },
    ]);
  });

  test("wait for apply where a project is unknown", async () => {
    const connections = await mustConnect({ endpoint: emulator, project_id: "p1" });
    const { data, diagnostics } = await connections.at(at({ project_id: unknown }));
    expect([data.kind, diagnostics]).toEqual(["deferred", []]);
  });

  test("need no project in the block when every object names its own", async () => {
    const connections = await mustConnect({ endpoint: emulator });
    expect(await connections.at(at({ project_id: "p1" }))).toMatchObject({ data: { kind: "ready" }, diagnostics: [] });
    const { diagnostics } = await connections.at(at({}));
    expect(diagnostics.map(({ detail }) => detail).join("")).toContain("No project is set.");
  });

  test("are refused with all that is wrong, the project included", async () => {
    const { data, diagnostics } = await connectionsOf({ endpoint: "nowhere" });
    expect(data).toBeUndefined();
    expect(diagnostics[0]?.detail).toContain("nowhere");
    expect(diagnostics[0]?.detail).toContain("No project is set.");
  });

  test("are refused for a project of the block that is invalid, also when objects name their own", async () => {
    const { data, diagnostics } = await connectionsOf({ endpoint: emulator, project_id: "a b" });
    expect(data).toBeUndefined();
    expect(diagnostics[0]?.detail).toContain('"a b" (from attribute project_id) is not allowed');
  });

  test("take a project's name of an object over the id of the block", async () => {
    const connections = await mustConnect({ endpoint: emulator, project_id: "p1" });
    const { data } = await connections.at(at({ project_name: "a" }));
    expect(data.compare(at({ project_name: "a" }))).toBe("same");
    expect(data.compare(at({ project_name: "b" }))).toBe("other");
  });

  test("lead to the service of an object's region, with the project that has its name", async () => {
    const { data, remembered } = await connectionsOf({ region: "eu-de", token: "a-token" });
    await data?.at(at({ region: "eu-nl" }));
    expect(remembered.at(-1)).toEqual({
      endpoint: "https://dms.eu-nl.otc.t-systems.com",
      project: "name:eu-nl",
    });
  });

  test("refuse a region that the block's endpoint leaves without effect", async () => {
    const endpoint = "https://dms.example.test";
    const connections = await mustConnect({ endpoint, region: "eu-de", project_id: "p1", token: "a-token" });
    expect((await connections.at(at({ region: "eu-nl" }))).diagnostics).toEqual([
      regionWithoutEffect("eu-nl", endpoint),
    ]);
    expect((await connections.at(at({ region: "eu-de" }))).diagnostics).toEqual([]);
  });
});
