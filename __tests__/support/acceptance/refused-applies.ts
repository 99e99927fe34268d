import { lifecycle, seedOf } from "./hcl";
import { unwrapped } from "./proof";
import { createWorkspace, providerLines, rawState, type Workspace } from "./workspace";

/** The instances of the fleet that is declared: lines 3 and 4 of main.tf. A third one, "legacy", exists too. */
export const adopted = { audit: {}, orders: {} } as const;

export interface RefusedApplies {
  /** Only within a test. */
  readonly workspace: () => Workspace;
  /** Applies the configuration, which must fail. Returns its diagnostics as one line. */
  readonly refusal: () => Promise<string>;
}

/**
 * A workspace with an adopted fleet, for the tests of the describe block it is called in. Each test configures something that is refused.
 * After each of them no call was made, and the state is unchanged, byte for byte.
 */
export function useRefusedApplies(): RefusedApplies {
  let workspace: Workspace;
  let before: string;
  beforeAll(async () => {
    const emulator = { seed: seedOf({ ...adopted, legacy: {} }) };
    workspace = await createWorkspace({ hcl: lifecycle(adopted), emulator });
    expect((await workspace.apply()).code).toBe(0);
    before = rawState(workspace.folder);
  });
  afterAll(() => workspace.dispose());
  afterEach(() => {
    workspace.configureProvider(providerLines(workspace.url));
    expect(workspace.calls()).toEqual([]);
    expect(rawState(workspace.folder)).toBe(before);
  });
  return {
    workspace: () => workspace,
    refusal: async () => {
      const run = await workspace.apply();
      expect(run.code).toBe(1);
      expect(run.output).not.toContain("bug in the provider");
      return unwrapped(run.output);
    },
  };
}
