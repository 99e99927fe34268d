export const projectId = "0123456789abcdef0123456789abcdef";

/** Ids of a fleet of `size`, all different, the same every time. */
export function fleetIds(size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`);
}

/** A fleet of running Kafka instances, as a seed of the emulator. */
export function fleetSeed(size: number) {
  const instances = fleetIds(size).map((instance_id, index) => ({
    instance_id,
    name: nameOf(index),
    engine: "kafka",
    status: "RUNNING",
  }));
  return { projects: { [projectId]: instances } };
}

/** A lifecycle that declares the whole fleet with one trigger each. */
export function lifecycleOf(size: number, trigger: string): string {
  return `resource "dms_instance_lifecycle" "fleet" {\n  instances = ${instancesMap(size, trigger)}\n}\n`;
}

/** The same fleet in a resource for each instance, as code with a module per service has it. */
export function lifecyclesOf(size: number, trigger: string): string {
  return fleetIds(size)
    .map((id, index) => {
      const instances = `{ it = { instance_id = "${id}", restart_triggers = { config = "${trigger}" } } }`;
      return `resource "dms_instance_lifecycle" "${nameOf(index)}" {\n  instances = ${instances}\n}\n`;
    })
    .join("\n");
}

/** The same values, as an object, in a resource that Terraform serves itself, to measure Terraform's own cost. */
export function floorOf(size: number, trigger: string): string {
  return `resource "terraform_data" "fleet" {\n  input = ${instancesMap(size, trigger)}\n}\n`;
}

/** The same as a map: the type of `instances`, to which Terraform converts the object of the configuration. */
export function mapOf(size: number, trigger: string): string {
  return `resource "terraform_data" "fleet" {\n  input = tomap(${instancesMap(size, trigger)})\n}\n`;
}

function instancesMap(size: number, trigger: string): string {
  const entries = fleetIds(size).map(
    (id, index) => `    ${nameOf(index)} = { instance_id = "${id}", restart_triggers = { config = "${trigger}" } }`,
  );
  return ["{", ...entries, "  }"].join("\n");
}

function nameOf(index: number): string {
  return `kafka-${String(index).padStart(5, "0")}`;
}
