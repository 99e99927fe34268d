import { projectId } from "./workspace";

/** A well-formed id made of a number. */
export function numberedId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** "i001" …, in the order of their ids. */
export function numberedNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `i${String(index + 1).padStart(3, "0")}`);
}

/** A running Kafka fleet in the seed's format. */
export function numberedSeed(count: number): object {
  const instances = numberedNames(count).map((name, index) => ({
    instance_id: numberedId(index + 1),
    name,
    engine: "kafka",
    status: "RUNNING",
  }));
  return { projects: { [projectId]: instances } };
}

/** One lifecycle resource `dms_instance_lifecycle.fleet` over the first `count` instances of `numberedSeed`. */
export function numberedFleet(
  count: number,
  options: { readonly trigger?: string; readonly more?: string } = {},
): string {
  const instances = numberedNames(count).map(
    (name, index) =>
      `    ${name} = { instance_id = "${numberedId(index + 1)}", restart_triggers = { config = "${options.trigger ?? "1"}" } }`,
  );
  return `
resource "dms_instance_lifecycle" "fleet" {
  instances = {
${instances.join("\n")}
  }
  ${options.more ?? ""}
}
`;
}
