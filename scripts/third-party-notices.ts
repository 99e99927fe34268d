import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The names, versions and licence texts of the packages whose code is part of our bundles. Reads their folders. */
export function thirdPartyNotices(root: string, packageFolders: readonly string[]): string {
  const sections = [...new Set(packageFolders)].sort().map((folder) => notice(join(root, folder)));
  return ["The programs in this folder contain the following packages.", ...sections].join("\n\n") + "\n";
}

function notice(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const title = `${manifest.name} ${manifest.version} (${manifest.license})`;
  const licence = readdirSync(folder).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  const text = licence === undefined ? "" : readFileSync(join(folder, licence), "utf8").trim();
  const noticeFile = join(folder, "NOTICE");
  const extra = existsSync(noticeFile) ? readFileSync(noticeFile, "utf8").trim() : "";
  return [`${"=".repeat(title.length)}\n${title}\n${"=".repeat(title.length)}`, text, extra]
    .filter(Boolean)
    .join("\n\n");
}
