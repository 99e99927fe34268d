import { settings } from "../../lib/client/config/settings";
import { renderTable } from "./markdown-table";

/** Which variable and which field of clouds.yaml stands for which argument, from the table the client itself uses. Pure. */
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

function code(text: string): string {
  return "`" + text + "`";
}
