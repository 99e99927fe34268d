import ts from "typescript";
import type { Library } from "./api/library";
import { renderTable } from "./markdown-table";

/** What each warning says, and why it may be acknowledged. */
const meanings: Readonly<Record<string, string>> = {
  "dms:secret-in-plain-text":
    "A secret is a prop of `DmsProvider` and would stand in the synthesized stack. Leave it to the environment, or pass a sensitive variable.",
  "dms:unverified-connection": "`insecure` is true: whoever answers for the service is believed.",
  "dms:unencrypted-endpoint": "`endpoint` or `authUrl` is spoken to over plain HTTP, and is not this machine.",
  "dms:provider-from-environment":
    "No `provider` is set, and every `DmsProvider` of the stack has an alias: Terraform would make one up from the environment.",
  "dms:deletions-without-limit": "Deletions are allowed, and nothing limits how many.",
  "dms:standing-deletion-consent":
    "Deletions are allowed, and no instance is declared deleted: the consent is left over.",
  "dms:instance-in-two-stacks":
    "Two stacks of the app declare the same instance: each restarts it on its own triggers.",
  "dms:instance-in-two-batches": "Two portable batches name the same instance: each acts on it.",
  "dms:engine-purged-twice": "Failed creations of one engine are purged in two places.",
  "dms:portable-limits": "What a `PortableBatchAction` cannot do. It is a notice, not a warning.",
};

/** The warnings of synthesis by their ids, in the order of lib/constructs/warnings.ts. Throws for one without a meaning here. */
export function renderWarnings(library: Library): string {
  const ids = warningIds(library);
  const silent = ids.filter((id) => meanings[id] === undefined);
  if (silent.length > 0) throw new Error(`scripts/docs/warning-table.ts has to say what ${silent.join(", ")} means.`);
  return renderTable(
    ["Id", "What it says"],
    ids.map((id) => [`\`${id}\``, meanings[id] ?? ""]),
  );
}

/** The ids in the list that stands in the file that declares `WarningId`. */
function warningIds({ exported }: Library): readonly string[] {
  const file = exported.get("WarningId")?.symbol.declarations?.[0]?.getSourceFile();
  const lists = (file?.statements ?? []).flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ initializer }) => initializer)
      : [],
  );
  const ids = lists
    .map((list) => (list !== undefined && ts.isAsExpression(list) ? list.expression : list))
    .flatMap((list) => (list !== undefined && ts.isArrayLiteralExpression(list) ? [...list.elements] : []))
    .filter(ts.isStringLiteral)
    .map(({ text }) => text);
  if (ids.length === 0) throw new Error("lib/index.ts exports no WarningId, or there is no list of ids beside it.");
  return ids;
}
