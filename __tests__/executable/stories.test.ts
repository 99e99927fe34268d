import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { providerAddress } from "../../lib/constructs/provider-address";
import { executablePlatform } from "../../lib/constructs/vendor/executable-platform";
import { writeExecutable } from "../../lib/constructs/vendor/provider-mirror";
import { createEmulator, type Emulator } from "../../lib/emulator/emulator";
import { quietEnvironment } from "../../lib/testing/environment";
import { createTerraformFolder, type TerraformFolder } from "../../lib/testing/terraform/terraform-folder";
import { projectId } from "../support/acceptance/workspace";
import { requireProgram } from "../support/programs/needed-programs";
import { batchesOf, idOf } from "../support/synth/deployment";
import { createServer, type AddressInfo } from "node:net";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { variableOf } from "../../lib/domain/environment";
import { wayToRegistry } from "../support/jest/suite-environment";

const repository = resolve(__dirname, "../..");

/** The files that `npm run executable` leaves. Paths are absolute. */
interface MadeExecutable {
  readonly file: string;
  readonly release: string;
}

/** Makes the executable of this repository, or takes the one in the folder that `EXECUTABLE_UNDER_TEST` names. */
async function madeExecutable(): Promise<MadeExecutable> {
  const given = variableOf(process.env, "EXECUTABLE_UNDER_TEST");
  const folder = given === undefined ? join(repository, "dist", "executable") : resolve(repository, given);
  if (given === undefined) {
    await promisify(execFile)("npm", ["run", "--silent", "executable"], {
      cwd: repository,
      env: { ...process.env, ...wayToRegistry() },
    });
  }
  const name = readdirSync(folder).find((each) => each.startsWith("terraform-provider-dms_v"));
  if (name === undefined) throw new Error(`There is no executable in ${folder}.`);
  return { file: join(folder, name), release: join(folder, "release") };
}

/** A PostgreSQL as it is while it starts: it answers each client that it is not ready, in its protocol, and hangs up. */
async function startClosedDatabase(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () =>
      socket.end(errorResponse({ S: "FATAL", C: "57P03", M: "the database system is starting up" })),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** The message `E`: its length, then fields, each a letter and a text that ends with a zero byte. */
function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([letter, text]) => `${letter}${text}\0`)
      .join("")}\0`,
  );
  const head = Buffer.from("E\0\0\0\0", "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

jest.setTimeout(600_000);

let made: MadeExecutable;
let version: string;
beforeAll(async () => {
  made = await madeExecutable();
  [, version = ""] = /_v(\d+\.\d+\.\d+.*?)(?:\.exe)?$/.exec(made.file)!;
});

interface Place extends TerraformFolder {
  readonly emulator: Emulator;
  readonly mirror: string;
  /** Writes main.tf, whose provider reads the cloud and its credentials from clouds.yaml. */
  readonly configure: (body: string, source?: string) => void;
  /** One command. Throws when it fails. */
  readonly must: (...args: readonly string[]) => Promise<string>;
}

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) {
    await place.dispose();
    await place.emulator.close();
  }
});

const fleet = [
  { instance_id: idOf("orders"), name: "orders", engine: "kafka", status: "RUNNING" },
  { instance_id: idOf("broken"), name: "broken", engine: "kafka", status: "CREATEFAILED" },
];

/** A folder whose `terraform` finds the provider in a mirror of its own, with an empty PATH. */
async function createPlace(): Promise<Place> {
  const emulator = createEmulator({ restartingShownMs: 150, speed: 2_000, seed: { projects: { [projectId]: fleet } } });
  const { url } = await emulator.listen();
  const program = requireProgram("terraform");
  const bare = mkdtempSync(join(tmpdir(), "dms-no-node-"));
  const environment = quietEnvironment({
    PATH: bare,
    TF_CLI_CONFIG_FILE: join(bare, "terraformrc"),
    OS_CLIENT_CONFIG_FILE: join(bare, "clouds.yaml"),
  });
  const folder = createTerraformFolder({ program, prefix: "dms-executable-", environment });
  const mirror = join(bare, "mirror");
  const at = `path = ${JSON.stringify(mirror)}`;
  writeFileSync(join(bare, "terraformrc"), `provider_installation {\n  filesystem_mirror {\n    ${at}\n  }\n}\n`);
  const auth = { auth_url: `${url}/v3`, project_id: projectId, token: "any" };
  writeFileSync(join(bare, "clouds.yaml"), `clouds:\n  here:\n    auth: ${JSON.stringify(auth)}\n`);
  const place: Place = {
    ...folder,
    emulator,
    mirror,
    configure: (body, source = providerAddress) => {
      const required = `terraform {\n  required_providers {\n    dms = { source = "${source}" }\n  }\n}\n`;
      const lines = ['cloud         = "here"', `endpoint      = "${url}"`, 'poll_interval = "100ms"'];
      const provider = `provider "dms" {\n  ${lines.join("\n  ")}\n}\n`;
      writeFileSync(join(folder.folder, "main.tf"), required + provider + body);
    },
    must: async (...args) => {
      const { code, output } = await folder.run([...args, "-no-color"]);
      if (code !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${output}`);
      return output;
    },
    dispose: async () => {
      await folder.dispose();
      rmSync(bare, { recursive: true, force: true });
    },
  };
  places.push(place);
  return place;
}

function place(mirror: string, address: string): void {
  const content = readFileSync(made.file);
  writeExecutable(mirror, { version, platform: executablePlatform(content)!, content }, address);
}

const lifecycle = (v: string) => `
resource "dms_instance_lifecycle" "fleet" {
  instances = { orders = { instance_id = "${idOf("orders")}", restart_triggers = { v = "${v}" } } }
}
`;

describe("the executable, with nothing on PATH", () => {
  test("adopts and restarts, with clouds.yaml, HTTP and all parts that are loaded late", async () => {
    const here = await createPlace();
    place(here.mirror, providerAddress);
    here.configure(
      lifecycle("1") +
        'data "dms_instances" "all" {}\noutput "found" { value = data.dms_instances.all.instances[*].name }\n',
    );
    await here.must("init");
    expect(await here.must("apply", "-auto-approve")).toContain("orders");
    expect(batchesOf(here.emulator)).toEqual([]);

    here.configure(lifecycle("2"));
    await here.must("apply", "-auto-approve");
    expect(batchesOf(here.emulator)).toEqual(["restart orders"]);
    expect(await here.must("plan", "-detailed-exitcode")).toContain("No changes");
  });

  test("speaks with PostgreSQL, whose client it loads late", async () => {
    const { port, close } = await startClosedDatabase();
    const here = await createPlace();
    place(here.mirror, providerAddress);
    here.configure(lifecycle("1"));
    await here.must("init");
    await here.must("apply", "-auto-approve");
    here.configure(lifecycle("2"));
    const connection = `postgres://tf:hunter22@127.0.0.1:${String(port)}/team?sslmode=disable`;
    const { output } = await here.run(["plan", "-no-color"], { env: { DMS_JOURNAL: "pg", PG_CONN_STR: connection } });
    await close();
    const said = output.replace(/\s*\n[│\s]*/g, " ");
    expect(said).toContain("Journal Cannot Be Read");
    expect(said).toContain(`at 127.0.0.1:${String(port)} cannot be used: the database system is starting up`);
  });

  test("purges failed creations", async () => {
    const here = await createPlace();
    place(here.mirror, providerAddress);
    here.configure('resource "dms_failed_instance_purge" "failed" {\n  engine = "kafka"\n  allow_deletion = true\n}\n');
    await here.must("init");
    await here.must("apply", "-auto-approve");
    const purges = here.emulator.journal().filter(({ method }) => method === "POST");
    expect(purges.map(({ body }) => body)).toEqual([{ action: "delete", allFailure: "kafka" }]);
    expect(await here.must("plan", "-detailed-exitcode")).toContain("No changes");
  });

  test("takes over under another address, from the release's zip, once the state has been moved", async () => {
    const own = "registry.example.com/team/dms";
    const here = await createPlace();
    place(here.mirror, providerAddress);
    here.configure(lifecycle("1"));
    await here.must("init");
    await here.must("apply", "-auto-approve");

    const packed = join(here.mirror, ...own.split("/"));
    mkdirSync(packed, { recursive: true });
    const zip = readdirSync(made.release).find((name) => name.endsWith(".zip"))!;
    copyFileSync(join(made.release, zip), join(packed, zip));
    await here.must("state", "replace-provider", "-auto-approve", providerAddress, own);
    here.configure(lifecycle("1"), own);
    await here.must("init");
    expect(await here.must("plan", "-detailed-exitcode")).toContain("No changes");
  });

  test("takes no options of Node.js from the environment", async () => {
    const here = await createPlace();
    place(here.mirror, providerAddress);
    here.configure(lifecycle("1"));
    await here.must("init");
    const { code, output } = await here.run(["plan", "-no-color"], { env: { NODE_OPTIONS: "--require=/nowhere.js" } });
    expect({ code, output }).toMatchObject({ code: 0 });
  });
});

describe("the release folder", () => {
  test("has the sums of its zip and its manifest, and says that the protocol is 6.0", () => {
    const names = readdirSync(made.release);
    const sums = readFileSync(join(made.release, `terraform-provider-dms_${version}_SHA256SUMS`), "utf8");
    const listed = [...sums.matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)].map(([, sum, name]) => [name!, sum!] as const);
    expect(listed.map(([name]) => name).sort()).toEqual(names.filter((name) => /\.(zip|json)$/.test(name)).sort());
    for (const [name, sum] of listed) {
      expect(
        createHash("sha256")
          .update(readFileSync(join(made.release, name)))
          .digest("hex"),
      ).toBe(sum);
    }
    const manifest: unknown = JSON.parse(
      readFileSync(join(made.release, `terraform-provider-dms_${version}_manifest.json`), "utf8"),
    );
    expect(manifest).toEqual({ version: 1, metadata: { protocol_versions: ["6.0"] } });
  });
});
