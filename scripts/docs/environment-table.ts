import { settings } from "../../lib/client/config/sources/settings";
import { namesNotRead, namesRead } from "../../lib/client/config/sources/environment-names";
import { renderTable } from "./markdown-table";

/** The variables and the fields of clouds.yaml for each argument, from the client's own table. Pure. */
export function renderEnvironment(): string {
  const rows = Object.values(settings)
    .filter(({ variables, cloudPaths }) => variables.length > 0 || cloudPaths.length > 0)
    .map(({ attribute, variables, cloudPaths }) => [
      attribute === undefined ? "none" : code(attribute),
      variables.map(code).join(", "),
      cloudPaths.map((path) => code(path.join("."))).join(", "),
    ]);
  return renderTable(["Argument", "Environment", "`clouds.yaml`"], rows);
}

/** The variables that are read and are not settings of the connection. Pure. */
export function renderOtherEnvironment(): string {
  return renderTable(
    ["Environment", "Meaning", "Read by"],
    namesRead.map(({ names, meaning, readBy }) => [names.map(code).join(", "), meaning, readBy.join(", ")]),
  );
}

/** The names that other tools read and this package does not. Pure. */
export function renderNotRead(): string {
  const effects = { who: "a warning: who acts", where: "a warning: where calls go", manner: "nothing" };
  return renderTable(
    ["Name", "Elsewhere", "Where it is set", "In its place"],
    namesNotRead.map(({ name, place, meaning, changes, instead = "" }) => [
      place === "environment" ? code(name) : `${code(name)} in clouds.yaml`,
      meaning,
      effects[changes],
      instead,
    ]),
  );
}

function code(text: string): string {
  return "`" + text + "`";
}
