import type { Credentials, DmsClientConfig } from "../../../lib/client/client-config";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import type { Pacing } from "../../../lib/client/retries/read-retry";
import type { Engine } from "../../../lib/domain/instance";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../lib/emulator/emulator";
import { clientConfig, projectId } from "./fixture-config";

export const engines: readonly Engine[] = ["kafka", "rabbitmq", "rocketmq"];
export const projectName = "eu-de_team";

export const secrets = {
  accessKey: "AK-permanent",
  secretKey: "SK-permanent-canary",
  temporaryAccessKey: "AK-temporary",
  temporarySecretKey: "SK-temporary-canary",
  securityToken: "ST-temporary-canary",
  password: "password-canary",
} as const;

/** The id of the `n`th instance of an engine in the emulated cloud. */
export function instanceIdOf(engine: Engine, n: number): string {
  return `54602a9d-5e22-4239-${String(8000 + engines.indexOf(engine))}-${String(n).padStart(12, "0")}`;
}

/** For every engine, two running instances, one in ERROR and one whose creation failed; users and keys that may call. */
export const cloudSeed: NonNullable<EmulatorOptions["seed"]> = {
  projects: {
    [projectId]: engines.flatMap((engine) =>
      ["RUNNING", "RUNNING", "ERROR", "CREATEFAILED"].map((status, n) => ({
        instance_id: instanceIdOf(engine, n),
        name: `${engine}-${String(n)}`,
        engine,
        status,
      })),
    ),
  },
  project_names: { [projectId]: projectName },
  users: [{ name: "anna", password: secrets.password, domain: "OTC-1" }],
  keys: [
    { access: secrets.accessKey, secret: secrets.secretKey },
    {
      access: secrets.temporaryAccessKey,
      secret: secrets.temporarySecretKey,
      security_token: secrets.securityToken,
    },
  ],
};

export interface EmulatedCloud {
  readonly emulator: Emulator;
  readonly url: string;
  /** A client of this cloud; closed with it. */
  connect(changes?: Partial<DmsClientConfig>, pacing?: Pacing): DmsClient;
  /** Calls so far as `METHOD last/two segments` → status, in order. */
  calls(): readonly (readonly [call: string, status: number | null])[];
  close(): Promise<void>;
}

/** An emulator with a manual clock and clients of it. */
export async function startCloud(options: EmulatorOptions = {}): Promise<EmulatedCloud> {
  const emulator = createEmulator({ clock: "manual", seed: cloudSeed, ...options });
  const { url } = await emulator.listen();
  const clients: DmsClient[] = [];
  return {
    emulator,
    url,
    connect: (changes = {}, pacing) => {
      const config = clientConfig(url, { authUrl: `${url}/v3`, ...changes });
      const client = createDmsClient(config, pacing === undefined ? {} : { pacing });
      clients.push(client);
      return client;
    },
    calls: () =>
      emulator
        .journal()
        .map(({ method, path, status }) => [`${method} ${path.split("/").slice(-2).join("/")}`, status] as const),
    close: async () => {
      for (const client of clients) await client.close();
      await emulator.close();
    },
  };
}

/** Logs in by plain HTTP, without the product's client. Returns the answer of Keystone. */
export async function plainLogin(url: string): Promise<{
  readonly token: string;
  readonly userId: string;
  readonly domainId: string;
}> {
  const user = { name: "anna", password: secrets.password, domain: { name: "OTC-1" } };
  const identity = { methods: ["password"], password: { user } };
  const response = await fetch(`${url}/v3/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ auth: { identity, scope: { project: { id: projectId } } } }),
  });
  const { token } = (await response.json()) as { token: { user: { id: string; domain: { id: string } } } };
  return {
    token: response.headers.get("x-subject-token") ?? "",
    userId: token.user.id,
    domainId: token.user.domain.id,
  };
}

export const password: Credentials = {
  kind: "password",
  user: { kind: "name", name: "anna" },
  password: secrets.password,
  domain: { kind: "name", name: "OTC-1" },
};

/** The seeded keys, permanent or temporary, in one form of signature. */
export function keys(form: "access" | "credential", kind: "permanent" | "temporary" = "permanent"): Credentials {
  return kind === "permanent"
    ? { kind: "keys", accessKey: secrets.accessKey, secretKey: secrets.secretKey, securityToken: undefined, form }
    : {
        kind: "keys",
        accessKey: secrets.temporaryAccessKey,
        secretKey: secrets.temporarySecretKey,
        securityToken: secrets.securityToken,
        form,
      };
}
