import { expect } from "expect";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type CollectedTest, collectTests } from "./collected-tests";
import { testFiles } from "./test-files";

// The part of Stryker's interface for test runners that is used here. Its package is not among the project's dependencies.

/** Through it Stryker's code and the mutated code talk. */
interface Instrumenter {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: unknown;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  /** The tests that reach the mutant; absent: all. */
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  /** `static`: the mutant is reached while files are loaded. */
  readonly mutantActivation: "static" | "runtime";
}

type MutantResult =
  | {
      readonly status: "killed";
      readonly killedBy: string[];
      readonly failureMessage: string;
      readonly nrOfTests: number;
    }
  | { readonly status: "survived"; readonly nrOfTests: number }
  | { readonly status: "timeout"; readonly reason: string };

/** Stryker allows a hundred times as many hits as without the mutant. A tenth of them shows as well that a loop does not end. */
const shareOfHits = 0.1;
const succeeded = 0;
const failed = 1;

/**
 * Runs the tests of the sandbox in the process that Stryker starts, without Jest: one takes milliseconds, and the start of Jest for each
 * mutant would take far longer than all of them. The cheapest tests come first.
 */
class InProcessRunner {
  static readonly inject = [] as const;
  private readonly sandbox = process.cwd();
  private readonly require = createRequire(join(process.cwd(), "package.json"));
  private readonly stryker: Instrumenter = ((globalThis as { __stryker__?: Instrumenter }).__stryker__ ??= {});
  private readonly durations = new Map<string, number>();
  private tests: readonly CollectedTest[] = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  init(): void {
    Object.assign(globalThis, { expect });
    this.load();
  }

  async dryRun() {
    const tests = [];
    for (const test of this.tests) {
      const { name } = test;
      this.stryker.currentTestId = name;
      const failureMessage = await this.failureOf(test);
      const result = { id: name, name, timeSpentMs: this.durationOf(test) };
      tests.push(
        failureMessage === undefined ? { ...result, status: succeeded } : { ...result, status: failed, failureMessage },
      );
    }
    this.stryker.currentTestId = undefined;
    return { status: "complete", tests, mutantCoverage: this.stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }: MutantRun): Promise<MutantResult> {
    const isStatic = mutantActivation === "static";
    Object.assign(this.stryker, {
      activeMutant: activeMutant.id,
      hitLimit: hitLimit === undefined ? undefined : hitLimit * shareOfHits,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    try {
      if (isStatic) this.load();
      return await this.runUntilKilled(testFilter && new Set(testFilter));
    } catch (thrown) {
      return { status: "killed", killedBy: [this.tests[0]!.name], failureMessage: String(thrown), nrOfTests: 0 };
    } finally {
      this.stryker.activeMutant = undefined;
      if (isStatic) this.load();
    }
  }

  private async runUntilKilled(wanted: ReadonlySet<string> | undefined): Promise<MutantResult> {
    const tests = this.tests.filter(({ name }) => wanted?.has(name) ?? true);
    let nrOfTests = 0;
    for (const test of tests.sort((a, b) => this.durationOf(a) - this.durationOf(b))) {
      nrOfTests++;
      const failureMessage = await this.failureOf(test);
      const { hitCount = 0, hitLimit = Infinity } = this.stryker;
      if (hitCount > hitLimit) return { status: "timeout", reason: "a loop does not end" };
      if (failureMessage !== undefined) return { status: "killed", killedBy: [test.name], failureMessage, nrOfTests };
    }
    return { status: "survived", nrOfTests };
  }

  private async failureOf({ name, run }: CollectedTest): Promise<string | undefined> {
    const begunMs = performance.now();
    try {
      await run();
      return undefined;
    } catch (thrown) {
      return String(thrown).slice(0, 500);
    } finally {
      this.durations.set(name, performance.now() - begunMs);
    }
  }

  private durationOf({ name }: CollectedTest): number {
    return this.durations.get(name) ?? 0;
  }

  private load(): void {
    const { cache } = this.require;
    for (const file of Object.keys(cache)) {
      if (file.startsWith(this.sandbox) && !file.includes("node_modules")) Reflect.deleteProperty(cache, file);
    }
    this.tests = collectTests(testFiles(this.sandbox), (file) => void this.require(join(this.sandbox, file)));
  }
}

export const strykerPlugins = [{ kind: "TestRunner", name: "in-process", injectableClass: InProcessRunner }];
