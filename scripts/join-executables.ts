/**
 * `npx tsx scripts/join-executables.ts FOLDER FROM…`: joins the release folders of `npm run executable` from several platforms into one
 * release in FOLDER. Fails for one that is marked untested. Signs the sums if GPG_KEY names a key of gpg.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { variableOf } from "../lib/domain/environment";
import { joinedRelease, sumsName } from "./executable/release-folder";
import { signSums } from "./executable/sign-sums";

const [folder = ".", ...from] = process.argv.slice(2);
const manifest = readFileSync(resolve(__dirname, "..", "package.json"), "utf8");
const { version } = JSON.parse(manifest) as { readonly version: string };
const folders = from.map((each) => new Map(readdirSync(each).map((name) => [name, readFileSync(join(each, name))])));

mkdirSync(folder, { recursive: true });
for (const [name, content] of joinedRelease(folders, version)) writeFileSync(join(folder, name), content);
signSums(join(folder, sumsName(version)), variableOf(process.env, "GPG_KEY"));
