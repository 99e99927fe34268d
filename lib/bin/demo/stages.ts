import { testEndpointVariable } from "../../client/config/test-endpoint";

/** One deploy of the demonstration: main.ts with these variables of its environment. */
export interface Stage {
  readonly title: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The stages in order. Each one starts with the state of the previous one. */
export const stages: readonly Stage[] = [
  { title: "Adopt the fleet", environment: { BROKER_CONFIG: "2026-03" } },
  { title: "Change the restart trigger of orders and payments", environment: { BROKER_CONFIG: "2026-04" } },
  {
    title: "Retire legacy and purge failed creations, with consent",
    environment: { BROKER_CONFIG: "2026-04", RETIRE_LEGACY: "true", ALLOW_DELETION: "true" },
  },
];

const projectId = "0123456789abcdef0123456789abcdef";

/** The environment that keeps main.ts at the emulator at `url`, regardless of other settings. */
export function emulatorEnvironment(url: string): Readonly<Record<string, string>> {
  return { [testEndpointVariable]: url, OS_PROJECT_ID: projectId };
}

/** The fleet, with the ids of main.ts and the statuses for its stages. */
export const seed = {
  projects: {
    [projectId]: [
      { instance_id: "54602a9d-5e22-4239-9123-77e350df4a34", name: "kafka-orders", ...running() },
      { instance_id: "7166cdea-dbad-4d79-9610-7163e6f8b640", name: "kafka-payments", ...running() },
      { instance_id: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d", name: "kafka-search", ...running() },
      { instance_id: "67fc5f8d-3986-4f02-bb75-4075a23112de", name: "kafka-audit", ...running() },
      { instance_id: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41", name: "kafka-legacy", ...running() },
      {
        instance_id: "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        name: "kafka-try-1",
        engine: "kafka",
        status: "CREATEFAILED",
      },
      {
        instance_id: "6fa459ea-ee8a-4ca4-894e-db77e160355e",
        name: "kafka-try-2",
        engine: "kafka",
        status: "CREATEFAILED",
      },
    ],
  },
};

function running() {
  return { engine: "kafka", status: "RUNNING" };
}
