import { existsSync } from "node:fs";
import { join } from "node:path";
import { readProjectFile, root, tableRowsBelow } from "../../support/docs/markdown";

test("every place of the table of changes exists", () => {
  const [, ...rows] = tableRowsBelow(readProjectFile("CONTRIBUTING.md"), "## Where A Change Begins");
  const places = rows
    .flatMap((cells) => cells.slice(1, -1))
    .flatMap((cell) => [...cell.matchAll(/`([\w./-]+\/[\w./-]+)`/g)].map(([, place]) => place!))
    .filter((place) => !place.endsWith("/LANE"));
  const outsideLib = /^(__tests__|docs|scripts)\//;
  const missing = places.filter((place) => !existsSync(join(root, outsideLib.test(place) ? "" : "lib", place)));
  expect({ isRead: places.length > 20, missing }).toEqual({ isRead: true, missing: [] });
});
