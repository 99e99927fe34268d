import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createEmulator, type Emulator } from "../../lib/emulator/emulator";
import { batchCalls } from "../../lib/testing/calls";
import {
  forbidProgram,
  githubJobs,
  gitlabJobs,
  type PipelineJob,
  runJob,
  stubProgram,
} from "../support/examples/pipeline";
import { createExampleProject, type ExampleProject } from "../support/examples/project";
import { requireProgram } from "../support/programs/needed-programs";

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

/** The values that GitHub puts between the braces. */
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
    asksForComments: "--paginate",
    noComments: "",
    earlierComment: () => "9",
    updates: ["PATCH", "issues/comments/9", "body=@report.md"],
    jobs: (project: ExampleProject, stage: Stage): readonly PipelineJob[] =>
      githubJobs(join(project.folder, ".github/workflows", `${stage}.yml`), contexts(project)),
  },
  GitLab: {
    commenter: "curl",
    asksForComments: "per_page",
    noComments: "[]",
    earlierComment: (mark: string) =>
      JSON.stringify([
        { id: 8, body: "else" },
        { id: 9, body: `old\n${mark}` },
      ]),
    updates: ["PUT", "notes/9", "body@report.md"],
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
    staging: "kafka-staging",
  },
  "hcl-two-environments": {
    prepare: (project: ExampleProject) => {
      edit(project, "modules/kafka-fleet/main.tf", '"2m"', '"0s"');
      writeFileSync(join(project.folder, "staging/local_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
    },
    change: (project: ExampleProject) => edit(project, "staging/main.tf", '"2026-03"', '"2026-04"'),
    trigger: "broker_config",
    staging: "staging",
  },
} as const;

const cases = (Object.keys(examples) as (keyof typeof examples)[]).flatMap((example) =>
  (Object.keys(services) as (keyof typeof services)[]).map((service) => [example, service] as const),
);

describe.each(cases)("the pipeline of examples/%s for %s", (example, service) => {
  const { prepare, change, trigger, staging } = examples[example];
  const { commenter, asksForComments, noComments, earlierComment, updates } = services[service];
  let project: ExampleProject;
  let emulator: Emulator;
  let url: string;
  beforeAll(async () => {
    project = createExampleProject(example);
    emulator = createEmulator({ seed, speed: 2_000, restartingShownMs: 300 });
    ({ url } = await emulator.listen());
    prepare(project);
  });
  afterAll(async () => {
    await emulator.close();
    project.remove();
  });

  const run = async (stage: Stage, name: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
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
      GITHUB_REPOSITORY: "team/kafka-fleet",
      ...more,
    });
    expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
    return ends.map(({ output }) => output).join("\n");
  };
  const calls = () => batchCalls(emulator.journal());

  test("adopts, comments on a change with its restarts, restarts on merge, and shows the result", async () => {
    const comments = stubProgram(project, commenter, asksForComments);
    comments.answer(noComments);
    await run("deploy", "deploy-staging");
    expect(calls()).toEqual([]);

    change(project);
    await run("plan", "plan-staging");
    expect(calls()).toEqual([]);
    const comment = comments.calls().replaceAll("\\", "");
    for (const text of [
      "7",
      `# ${staging}\n`,
      `<!-- plan of ${staging} -->`,
      "restart",
      "orders",
      "payments",
      `restart_triggers changed: ${trigger}`,
    ]) {
      expect(comment).toContain(text);
    }
    expect(comment).not.toContain(updates[0]);

    const printed = await run("deploy", "deploy-staging");
    expect(calls()).toMatchObject([{ action: "restart", instances: [ids.orders] }, { instances: [ids.payments] }]);
    expect(printed).toMatch(/"event":"finished","name":"orders".*"result":"success"/);
  });

  test("updates the comment of an earlier push instead of adding one", async () => {
    const comments = stubProgram(project, commenter, asksForComments);
    comments.answer(earlierComment(`<!-- plan of ${staging} -->`));
    await run("plan", "plan-staging");
    for (const text of updates) expect(comments.calls()).toContain(text);
    expect(comments.calls()).not.toContain("--body-file");
  });

  test("calls Terraform, or its replacement, only by the name in TERRAFORM_BINARY_NAME", async () => {
    forbidProgram(project, "terraform");
    const named = { TERRAFORM_BINARY_NAME: requireProgram("terraform") };
    await run("plan", "plan-staging", named);
    expect(await run("deploy", "deploy-staging", named)).not.toContain("terraform was called");
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

test("on GitLab a merge request has one pipeline, a branch without a merge request has none, and the default branch deploys", () => {
  const mergeRequest = '$CI_PIPELINE_SOURCE == "merge_request_event"';
  const defaultBranch = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH";
  for (const example of Object.keys(examples)) {
    const jobs = gitlabJobs(resolve(__dirname, "../../examples", example, ".gitlab-ci.yml"));
    const others = jobs.filter(({ rules }) => !rules.every((rule) => [mergeRequest, defaultBranch].includes(rule)));
    expect([...others, ...jobs.filter(({ rules }) => rules.length === 0)]).toEqual([]);
    const kindsOf = (rule: string) =>
      jobs.filter(({ rules }) => rules.includes(rule)).map(({ name }) => name.split("-")[0]);
    expect(kindsOf(mergeRequest)).not.toContain("deploy");
    expect(kindsOf(defaultBranch)).not.toContain("plan");
  }
});
