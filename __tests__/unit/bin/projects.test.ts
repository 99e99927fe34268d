import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemory } from "../../../lib/bin/memory/memory";
import type { RememberedPlace, ReplacedInstance } from "../../../lib/domain/ledger/journal";
import { recordOf } from "../../support/rollout/records";

const endpoint = "https://dms.example.test";
const replaced: ReplacedInstance = {
  entry: { ranFor: "configured" },
  last: undefined,
  observed: undefined,
  successor: undefined,
  destroyed: true,
};

describe("the memory on this machine", () => {
  let cwd: string;
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "dms-projects-"))));
  afterEach(() => rmSync(cwd, { recursive: true }));
  const at = (place: RememberedPlace) =>
    createMemory({ env: { HOME: cwd }, cwd }, (problem) => {
      throw new Error(problem);
    })(place);
  const openAt = (place: RememberedPlace) => at(place).journal.open([], new AbortController().signal);
  const sent = async (place: RememberedPlace): Promise<void> => {
    const record = recordOf({ result: "unknown" });
    const started = await (await openAt(place)).begin();
    await started.save(new Map([[record.instanceId, { record, triggers: new Map() }]]));
    at(place).replacedInstances.keep(new Map([[record.instanceId, replaced]]));
  };
  const known = async (place: RememberedPlace): Promise<readonly number[]> => [
    (await openAt(place)).load().size,
    at(place).replacedInstances.load().size,
  ];

  test.each<[string, RememberedPlace, readonly number[]]>([
    ["is there for its project", { endpoint, project: "id:p1" }, [1, 1]],
    ["is not there for another", { endpoint, project: "id:p2" }, [0, 0]],
    ["is there for a project given by its name, which may be the same", { endpoint, project: "name:a" }, [1, 1]],
    ["is there while the project is unknown", { endpoint }, [1, 1]],
    ["is there while nothing is known of the place", {}, [1, 1]],
    ["is not there for another service", { endpoint: "https://dms.example.org", project: "id:p1" }, [0, 0]],
  ])("%s", async (_what, place, counts) => {
    await sent({ endpoint, project: "id:p1" });
    expect(await known(place)).toEqual(counts);
  });

  test("of an earlier version, which names no project, is there for each", async () => {
    await sent({ endpoint });
    expect(await known({ endpoint, project: "id:p1" })).toEqual([1, 1]);
  });

  test("of one project stays when another one's is dropped", async () => {
    const id = recordOf({ result: "unknown" }).instanceId;
    await sent({ endpoint, project: "id:p1" });
    await (await openAt({ endpoint, project: "id:p2" })).drop(new Set([id]));
    at({ endpoint, project: "id:p2" }).replacedInstances.forget([id]);
    expect(await known({ endpoint, project: "id:p1" })).toEqual([1, 1]);
    await (await openAt({ endpoint, project: "name:a" })).drop(new Set([id]));
    at({ endpoint, project: "id:p1" }).replacedInstances.forget([id]);
    expect(await known({ endpoint, project: "id:p1" })).toEqual([0, 0]);
  });
});
