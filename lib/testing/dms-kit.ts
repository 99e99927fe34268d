import type { JournalEntry } from "../emulator/journal";
import type { SeedFile } from "../emulator/seed";
import type { BatchCall } from "./batch-calls";
import type { ConfigurationFolder } from "./configuration-folder";
import type { Deployment, Plan } from "./deployment";
import type { StackClass, StackFactory } from "./stack-folder";

/** How a kit is made. */
export interface DmsKitOptions {
  /**
   * The fleet at the start, in the emulator's seed format.
   * @default empty
   */
  readonly seed?: SeedFile;
  /**
   * A fleet in short, in place of `seed`: instances of the project `kit.projectId`. What is left out of an instance is
   * filled in; a running one is Kafka's.
   */
  readonly instances?: readonly SeededInstance[];
  /**
   * Divides every simulated duration: a restart takes 3 to 15 simulated minutes.
   * @default 2000
   */
  readonly speed?: number;
  /**
   * The terraform program, or OpenTofu's.
   * @default TERRAFORM_BINARY_NAME, which cdktf reads too, or `terraform`
   */
  readonly terraform?: string;
  /**
   * Source addresses of providers that may act for real beside ours, such as `hashicorp/aws`. Those that reach nothing outside
   * of the machine (archive, local, null, random, time, tls) need no mention.
   * @default none: a configuration that uses another one is refused
   */
  readonly providers?: readonly string[];
}

export interface SeededInstance {
  readonly instance_id: string;
  readonly name: string;
  /** @default "kafka" */
  readonly engine?: "kafka" | "rabbitmq" | "rocketmq";
  /** The service's word. @default "RUNNING" */
  readonly status?: string;
}

/** What can be planned and deployed: a stack class, a function that declares one stack, or a folder with HCL. */
export type Deployable = StackClass | StackFactory | ConfigurationFolder;

export interface DeployOptions {
  /** Values of Terraform variables; other types than strings as Terraform reads them from TF_VAR_…, in HCL or JSON. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Environment of terraform and the provider, besides this process's own without OS_…, HW_… and DMS_…. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** An emulator, the real terraform, and what the one received from the other. */
export interface DmsKit {
  /** The emulator's base URL. In a browser: its page. */
  readonly url: string;
  /** The project that the provider is told to work in: the first one of the seed. */
  readonly projectId: string;
  /** Plans with the real terraform; changes nothing. Rejects with `TerraformFailed`, and with whatever synthesis throws. */
  plan(what: Deployable, options?: DeployOptions): Promise<Plan>;
  /**
   * Plans and applies with the real terraform. State is kept from one deploy to the next. Rejects with `TerraformFailed` when
   * the plan or the apply fails; `outputs()` and `calls()` say what happened until then.
   */
  deploy(what: Deployable, options?: DeployOptions): Promise<Deployment>;
  /** All calls so far that restart or delete, oldest first. */
  calls(): readonly BatchCall[];
  /** Every call so far, reads included, oldest first. Throws when there was no memory for some of the reads (64 MB). */
  journal(): readonly JournalEntry[];
  /** Outputs of the last deploy by name, also of one that failed in apply. Empty before. */
  outputs(): Readonly<Record<string, unknown>>;
  /** Status by instance id as the service would answer now; instances that are gone are absent. */
  statuses(): Readonly<Record<string, string>>;
  /** Replaces the fault rules (docs/emulator.md): what the service is to do wrong. Throws for rules it cannot use. */
  setFaults(rules: readonly object[]): void;
  /** Ends whatever runs and removes every file. */
  stop(): Promise<void>;
}
