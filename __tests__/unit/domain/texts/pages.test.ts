import { existsSync } from "node:fs";
import { join } from "node:path";
import { pageOf } from "../../../../lib/domain/texts/pages";
import { root } from "../../../support/architecture/source-files";

const pages: Readonly<Record<Parameters<typeof pageOf>[0], string>> = {
  behindAProxy: "docs/guides/behind-a-proxy.md",
  inContainers: "docs/guides/in-containers.md",
  npmInvalid: "docs/guides/when-terraform-asks-npm-invalid.md",
  teamState: "docs/guides/team-state.md",
};

test.each(Object.entries(pages))("the page %s that messages name is in the package, as %s", (page, path) => {
  expect(pageOf(page as keyof typeof pages)).toBe(`${path} in the package cdktf-dms-lifecycle`);
  expect(existsSync(join(root, path))).toBe(true);
});
