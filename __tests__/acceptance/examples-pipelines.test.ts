import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../../lib/emulator/emulator";
import { batchCalls } from "../../lib/testing/batch-calls";
import { githubJobs, gitlabJobs, type PipelineJob, runJob, stubProgram } from "../support/examples/pipeline";
import { createExampleProject, type ExampleProject } from "../support/examples/project";

jest.setTimeout(300_000);

const projectId = "0123456789abcdef0123456789abcdef";
const ids = { orders: "54602a9d-5e22-4239-9123-77e350df4a34", payments: "7166cdea-dbad-4d79-9610-7163e6f8b640" };
const seed = {
  projects: {
    [projectId]: Object.entries(ids).map(([name, instance_id]) => ({
      instance_id,
      name,
      engine: "kafka",
      status: "RUNNING",
    })),
  },
};

/** What GitHub puts between the braces. */
const contexts = (project: ExampleProject): Readonly<Record<string, string>> => ({
  "vars.OS_REGION_NAME": "eu-de",
  "vars.OS_PROJECT_ID": projectId,
  "secrets.OS_ACCESS_KEY": "",
  "secrets.OS_SECRET_KEY": "",
  "secrets.PG_CONN_STR": "",
  "github.event.pull_request.number": "7",
  "github.token": "t",
  "runner.temp": project.folder,
});

type Stage = "plan" | "deploy";
const services = {
  GitHub: {
    commenter: "gh",
    jobs: (project: ExampleProject, stage: Stage): readonly PipelineJob[] =>
      githubJobs(join(project.folder, ".github/workflows", `${stage}.yml`), contexts(project)),
  },
  GitLab: {
    commenter: "curl",
    jobs: (project: ExampleProject): readonly PipelineJob[] => gitlabJobs(join(project.folder, ".gitlab-ci.yml")),
  },
} as const;

function edit(project: ExampleProject, file: string, from: string, to: string): void {
  const path = join(project.folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replaceAll(from, to));
}

const examples = {
  "cdktf-two-environments": {
    prepare: (project: ExampleProject) => edit(project, "kafka-fleet.ts", 'pauseBetween: "2m"', 'pauseBetween: "0s"'),
    change: (project: ExampleProject) => edit(project, "environments.ts", '"2026-03"', '"2026-04"'),
    trigger: "brokerConfig",
  },
  "hcl-two-environments": {
    prepare: (project: ExampleProject) => {
      edit(project, "modules/kafka-fleet/main.tf", '"2m"', '"0s"');
      writeFileSync(join(project.folder, "staging/local_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
    },
    change: (project: ExampleProject) => edit(project, "staging/main.tf", '"2026-03"', '"2026-04"'),
    trigger: "broker_config",
  },
} as const;

const cases = (Object.keys(examples) as (keyof typeof examples)[]).flatMap((example) =>
  (Object.keys(services) as (keyof typeof services)[]).map((service) => [example, service] as const),
);

describe.each(cases)("the pipeline of examples/%s for %s", (example, service) => {
  const { prepare, change, trigger } = examples[example];
  let project: ExampleProject;
  let emulator: Emulator;
  let url: string;
  beforeAll(async () => {
    project = createExampleProject(example);
    emulator = createEmulator({ seed, speed: 2_000 });
    ({ url } = await emulator.listen());
    prepare(project);
  });
  afterAll(async () => {
    await emulator.close();
    project.remove();
  });

  const run = async (stage: Stage, name: string): Promise<string> => {
    const job = services[service].jobs(project, stage).find((each) => each.name === name);
    const ends = await runJob(job!, project, {
      DMS_ENDPOINT: url,
      DMS_STATE: "local",
      OS_PROJECT_ID: projectId,
      GITHUB_STEP_SUMMARY: join(project.folder, "summary.md"),
      CI_PROJECT_DIR: project.folder,
      CI_API_V4_URL: "https://gitlab.example.com/api/v4",
      CI_PROJECT_ID: "3",
      CI_MERGE_REQUEST_IID: "7",
      COMMENT_TOKEN: "t",
    });
    expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
    return ends.map(({ output }) => output).join("\n");
  };
  const calls = () => batchCalls(emulator.journal());

  test("adopts, comments on a change with what it would restart, restarts that on merge, and shows how", async () => {
    const comments = stubProgram(project, services[service].commenter);
    await run("deploy", "deploy-staging");
    expect(calls()).toEqual([]);

    change(project);
    await run("plan", "plan-staging");
    expect(calls()).toEqual([]);
    const comment = comments.calls().replaceAll("\\", "");
    for (const text of [
      "7",
      "### ",
      "staging",
      "restart",
      "orders",
      "payments",
      `restart_triggers changed: ${trigger}`,
    ]) {
      expect(comment).toContain(text);
    }

    const printed = await run("deploy", "deploy-staging");
    expect(calls()).toMatchObject([{ action: "restart", instances: [ids.orders] }, { instances: [ids.payments] }]);
    expect(printed).toMatch(/"event":"finished","name":"orders".*"result":"success"/);
  });

  test("has a plan and a deploy of each environment", () => {
    const names = (["plan", "deploy"] as const).flatMap((stage) =>
      services[service].jobs(project, stage).map(({ name }) => name),
    );
    expect(names).toEqual(
      expect.arrayContaining(["plan", "deploy"].flatMap((s) => [`${s}-staging`, `${s}-production`])),
    );
  });
});
