import { unknown } from "../../../lib/framework/values/value";
import {
  compareSettings,
  describePlace,
  mayBeOnePlace,
  type PlaceSettings,
  providersPlace,
} from "../../../lib/provider/place";
import {
  claim,
  createReservations,
  release,
  reservePlanned,
  reservePurge,
} from "../../../lib/provider/runs/reservations";

const defaults = { region: "eu-de", project: "id:p1" } as const;
const at = (settings: Partial<PlaceSettings>): PlaceSettings => ({ ...providersPlace, ...settings });

describe("two objects of one provider block are", () => {
  test.each([
    ["in the same place when both say nothing", {}, {}, "same"],
    ["in the same place when one says what the provider says", { project_id: "p1" }, {}, "same"],
    ["in the same place when one says the provider's region", { region: "eu-de" }, {}, "same"],
    ["in other places when their projects differ", { project_id: "p2" }, {}, "other"],
    ["in other places when their projects' names differ", { project_name: "a" }, { project_name: "b" }, "other"],
    ["in other places when their regions differ", { region: "eu-nl" }, { project_id: "p1" }, "other"],
    ["perhaps in one place when one tells an id and one a name", { project_name: "a" }, { project_id: "p1" }, "unsure"],
    ["perhaps in one place while a project is unknown", { project_id: unknown }, { project_id: "p1" }, "unsure"],
    [
      "perhaps in one place while both projects are unknown",
      { project_id: unknown },
      { project_id: unknown },
      "unsure",
    ],
    [
      "in other places when their regions differ, whatever is unknown",
      { project_id: unknown },
      { region: "eu-nl" },
      "other",
    ],
    ["perhaps in one place while a region is unknown", { region: unknown }, {}, "unsure"],
  ] as const)("%s", (_what, one, other, likeness) => {
    expect(compareSettings(at(one), at(other), defaults)).toBe(likeness);
    expect(compareSettings(at(other), at(one), defaults)).toBe(likeness);
  });

  test("perhaps in one place while the provider's configuration is unknown, unless they say the same", () => {
    expect(compareSettings(at({ project_id: "p1" }), at({}), undefined)).toBe("unsure");
    expect(compareSettings(at({}), at({}), undefined)).toBe("same");
  });
});

test("an own place is described by its settings", () => {
  expect(describePlace(at({}))).toBeUndefined();
  expect(describePlace(at({ project_id: unknown }))).toBeUndefined();
  expect(describePlace(at({ project_name: "eu-de_a", region: "eu-de" }))).toBe('project "eu-de_a" in region "eu-de"');
});

describe("reservations", () => {
  const service = { endpoint: "https://dms.example.test" } as const;
  const [byId, byName, another] = ["id:p1", "name:a", "id:p2"] as const;
  const reservationsIn = createReservations();
  const at = (project: "id:p1" | "name:a" | "id:p2") => reservationsIn({ ...service, project });

  test("hold in their own project", () => {
    expect(reservePurge("first", at(byId), "kafka")).toBe(true);
    expect(reservePurge("second", at(another), "kafka")).toBe(true);
    expect(reservePurge("third", at(byId), "kafka")).toBe(false);
    expect(reservePlanned("first", at(byId), [{ id: "i", verb: "restart" }])).toEqual([]);
    expect(reservePlanned("second", at(another), [{ id: "i", verb: "restart" }])).toEqual([]);
  });

  test("hold for each spelling of an id", () => {
    expect(reservePlanned("first", at(byId), [{ id: "a-Bc", verb: "restart" }])).toEqual([]);
    expect(reservePlanned("second", at(byId), [{ id: "A-bC", verb: "restart" }])).toEqual([
      { id: "A-bC", verb: "restart" },
    ]);
    expect(claim(at(byId), [{ id: "a-Bc" }])).toEqual([]);
    expect(claim(at(byId), [{ id: "A-bC" }])).toEqual([{ id: "A-bC" }]);
    release(at(byId), [{ id: "A-bC" }]);
    expect(claim(at(byId), [{ id: "a-Bc" }])).toEqual([]);
  });

  test("hold where a project is given by its name too, which may be the same one", () => {
    expect(claim(at(byId), [{ id: "x" }])).toEqual([]);
    expect(claim(at(byName), [{ id: "x" }])).toEqual([{ id: "x" }]);
    expect(claim(at(another), [{ id: "x" }])).toEqual([]);
  });

  test("of another service say nothing", () => {
    const elsewhere = reservationsIn({ endpoint: "https://dms.example.org", project: byId });
    expect(claim(elsewhere, [{ id: "x" }])).toEqual([]);
    expect(mayBeOnePlace({ ...service, project: byId }, { endpoint: "https://dms.example.org", project: byId })).toBe(
      false,
    );
  });
});
