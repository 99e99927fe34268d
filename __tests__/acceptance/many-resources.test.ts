import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = Array.from({ length: 24 }, (_, index) => `kafka-${String(index).padStart(2, "0")}`);

/** A look that comes too late for RESTARTING, on a busy machine, leaves the proof to the service's record at the end of this time. */
const watchNoLonger = 'ready_timeout = "10s"';

/** A resource for each instance, as code with a module per service has it. */
const apart = (trigger: string): string =>
  names.map((name) => lifecycle(triggered([name], trigger), watchNoLonger, name)).join("\n");

describe("two dozen instances in as many resources", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  /** Lists since the last call of this function. */
  let counted = 0;
  const lists = (): number => {
    const all = workspace.emulator
      .journal()
      .filter(({ method, path }) => method === "GET" && path.endsWith("/instances"));
    const before = counted;
    counted = all.length;
    return counted - before;
  };

  test("are adopted, planned and restarted with the calls of a few resources, each once", async () => {
    workspace = await createWorkspace({ hcl: apart("1"), emulator: { seed: seedOf(names), restartingShownMs: 3_000 } });
    const together = `-parallelism=${String(names.length)}`;
    expect((await workspace.apply([together])).code).toBe(0);
    // One by one: three for each resource.
    expect(lists()).toBeLessThanOrEqual(12);

    expect(await workspace.isSettled([together])).toBe(true);
    // One by one: one for each resource.
    expect(lists()).toBeLessThanOrEqual(5);
    expect(workspace.calls()).toEqual([]);

    workspace.configure(apart("2"));
    const restarted = await workspace.apply([together]);
    expect([restarted.code, restarted.output]).toEqual([0, expect.stringContaining("24 changed")]);
    const calls = workspace.calls();
    expect(calls.flatMap(({ instances = [] }) => instances).sort()).toEqual(names.map(idOf).sort());
    expect(new Set(calls.map(({ action }) => action))).toEqual(new Set(["restart"]));
    // One by one: a call for each resource, and some seven lists.
    expect(calls.length).toBeLessThanOrEqual(names.length / 3);
    expect(lists()).toBeLessThanOrEqual(3 * names.length);
    for (const name of names) {
      expect((await workspace.state(`dms_instance_lifecycle.${name}`)).results).toMatchObject({
        [name]: { result: "success", status: "RUNNING" },
      });
    }
  });
});
