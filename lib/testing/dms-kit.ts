import type { SeedFile } from "../emulator/seed/seed";
import type { BatchCall } from "./calls";
import type { ConfigurationFolder } from "./configuration/configuration-folder";
import type { Deployment, Plan } from "./terraform/deployment";
import type { StackClass, StackFactory } from "./configuration/stack-folder";
import type { JournalEntry } from "../emulator/journal/entry";

/** Options of a kit. */
export interface DmsKitOptions {
  /**
   * The fleet at the start, in the emulator's seed format.
   * @default empty
   */
  readonly seed?: SeedFile;
  /**
   * A fleet in short form, instead of `seed`: the instances of the project `kit.projectId`.
   * @default none
   */
  readonly instances?: readonly SeededInstance[];
  /**
   * Divides every simulated duration: a restart takes 3 to 15 simulated minutes.
   * @default 2000
   */
  readonly speed?: number;
  /**
   * The program: terraform or OpenTofu.
   * @default TERRAFORM_BINARY_NAME, which cdktf reads too, or `terraform`
   */
  readonly terraform?: string;
  /**
   * Source addresses of other providers that may act on real services, such as `hashicorp/aws`. Providers that stay on the machine
   * (archive, local, null, random, time, tls) are always allowed.
   * @default none: a configuration that uses another one is refused
   */
  readonly providers?: readonly string[];
}

/** An instance of the fleet at the start. */
export interface SeededInstance {
  readonly instance_id: string;
  readonly name: string;
  /** @default "kafka" */
  readonly engine?: "kafka" | "rabbitmq" | "rocketmq";
  /**
   * The status, as the service spells it.
   * @default "RUNNING"
   */
  readonly status?: string;
}

/** The argument of a plan or deploy: a stack class, a function that declares one stack, or a folder with HCL. */
export type Deployable = StackClass | StackFactory | ConfigurationFolder;

/** Options of a plan or deploy. */
export interface DeployOptions {
  /**
   * Values of Terraform variables; types other than strings are written as in TF_VAR_…, in HCL or JSON.
   * @default none
   */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Environment of terraform and the provider. It is added to the environment of this process, without its OS_…, HW_… and DMS_… variables.
   * @default empty
   */
  readonly environment?: Readonly<Record<string, string>>;
}

/** An emulator and the real terraform, with the calls that the provider made. */
export interface DmsKit {
  /** The emulator's base URL. A browser shows its page there. */
  readonly url: string;
  /** The project of the provider: the first one of the seed. */
  readonly projectId: string;
  /** Plans with the real terraform, without changes. Rejects with `TerraformFailed`, and with an error of synthesis. */
  plan(subject: Deployable, options?: DeployOptions): Promise<Plan>;
  /**
   * Plans and applies with the real terraform. The state lasts from one deploy to the next. Rejects with `TerraformFailed` if the plan or
   * the apply fails; `outputs()` and `calls()` then show the run up to the failure.
   */
  deploy(subject: Deployable, options?: DeployOptions): Promise<Deployment>;
  /** All calls so far that restart or delete, oldest first. */
  calls(): readonly BatchCall[];
  /** Every call so far, reads included, oldest first. Throws if some of the reads did not fit into memory (64 MB). */
  journal(): readonly JournalEntry[];
  /** Outputs of the last deploy by name, also of one that failed in apply. Empty before the first deploy. */
  outputs(): Readonly<Record<string, unknown>>;
  /** Status by instance id, as the service would answer now. Instances that no longer exist are absent. */
  statuses(): Readonly<Record<string, string>>;
  /** Replaces the fault rules (docs/emulator.md), which make the service fail. Throws for invalid rules. */
  setFaults(rules: readonly object[]): void;
  /** Ends all running programs and removes every file. */
  stop(): Promise<void>;
}
