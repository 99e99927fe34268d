/** `npx tsx scripts/count-tests.ts REPORT`: a line "LANE PASSED FAILED SKIPPED" for each lane in a JSON report of Jest. For .ci/run. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { countTests, type JestReport } from "./test/count-tests";

const report = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as JestReport;
for (const [lane, { passed, failed, skipped }] of countTests(report, resolve(__dirname, ".."))) {
  console.log(lane, passed, failed, skipped);
}
