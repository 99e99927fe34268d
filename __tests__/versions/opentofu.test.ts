import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireTerraform } from "../../lib/testing/terraform/terraform-program";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, projectId, providerLines, rawState, type Workspace } from "../support/acceptance/workspace";
import { distinctPrograms, programOnPath, programsUnderTest } from "../support/versions/programs";
import { until } from "../support/time/until";

const programs = distinctPrograms([...programsUnderTest(["1.6.6", "1.15.5"]), programOnPath()]);

test.each(programs.map((each) => [each.title, each] as const))(
  "%s says its version although TF_CLI_CONFIG_FILE names a file that is not there",
  async (title, { program }) => {
    const path = await program();
    process.env["TF_CLI_CONFIG_FILE"] = "/nowhere/terraform.rc";
    try {
      expect(title).toContain(requireTerraform(path, "This test", "Give it one."));
    } finally {
      delete process.env["TF_CLI_CONFIG_FILE"];
    }
  },
  300_000,
);

const names = ["audit", "orders"];

// No registry that tests reach has OpenTofu: these run where DMS_TERRAFORMS names one.
for (const { title, program } of programs.filter(({ isOpenTofu }) => isOpenTofu)) {
  describe(`features of ${title} alone`, () => {
    let workspace: Workspace;
    afterEach(() => workspace.dispose());

    const open = async (
      hcl: string,
      provider?: (url: string) => string,
      runs: "attached" | "both" = "attached",
    ): Promise<void> => {
      const seed = {
        projects: { ...seedOf(names).projects, [otherProject]: seedOf(["billing"]).projects?.[projectId] ?? [] },
      };
      workspace = await createWorkspace({ hcl, emulator: { seed }, runs, program: await program() });
      if (provider !== undefined) workspace.configureProvider(provider(workspace.url));
    };
    const restarted = (): readonly (readonly string[])[] => workspace.calls().map(({ instances = [] }) => instances);

    test("state encryption: a restart and an empty plan with an encrypted state and plan file", async () => {
      const fleet = (trigger: string): string => encryption + lifecycle(triggered(names, trigger));
      await open(fleet("1"));
      expect((await workspace.apply()).code).toBe(0);
      workspace.configure(fleet("2"));
      await workspace.plan();
      expect((await workspace.applyPlan()).code).toBe(0);
      expect(restarted()).toEqual([names.map(idOf)]);
      expect(await workspace.isSettled()).toBe(true);
      for (const text of [rawState(workspace.folder), readFileSync(join(workspace.folder, "tfplan"), "latin1")]) {
        expect(text).toContain("encrypted_data");
        expect(text).not.toContain(idOf("orders"));
      }
    });

    test("-exclude: what is left out stays due", async () => {
      const fleets = (trigger: string): string =>
        names.map((name) => lifecycle(triggered([name], trigger), "", name)).join("");
      await open(fleets("1"));
      expect((await workspace.apply()).code).toBe(0);
      workspace.configure(fleets("2"));
      expect((await workspace.apply(["-exclude=dms_instance_lifecycle.audit"])).code).toBe(0);
      expect(restarted()).toEqual([[idOf("orders")]]);
      expect((await workspace.apply()).code).toBe(0);
      expect(restarted()).toEqual([[idOf("orders")], [idOf("audit")]]);
    });

    test("a kill: restarts that were proven before it are not repeated, although OpenTofu has not saved them", async () => {
      const fleets = (trigger: string): string =>
        lifecycle(triggered(["audit"], trigger), "", "first") +
        lifecycle(
          triggered(["orders"], trigger),
          'depends_on = [dms_instance_lifecycle.first]\n  ready_timeout = "4s"',
          "second",
        );
      await open(fleets("1"), undefined, "both");
      expect((await workspace.apply()).code).toBe(0);
      workspace.configure(fleets("2"));
      workspace.emulator.setFaults([{ on: { operation: "action", instance: idOf("orders") }, do: { stuck: true } }]);
      const running = workspace.startProcess(["apply", "-no-color", "-input=false", "-auto-approve"]);
      await until("both restarts", () => restarted().length === 2, running);
      process.kill(-(running.process.pid ?? 0), "SIGKILL");
      await running.finished;
      expect((await workspace.state("dms_instance_lifecycle.first")).results).toEqual({});

      // The second one is still stuck: an open end, which is watched and not sent again.
      expect((await workspace.apply(["-lock=false"])).code).toBe(1);
      expect(restarted()).toEqual([[idOf("audit")], [idOf("orders")]]);
      const { results } = await workspace.state("dms_instance_lifecycle.first");
      expect(results?.["audit"]).toMatchObject({ action: "restart", result: "success" });
    });

    test("enabled: a resource that is switched off forgets without a call, and adopts when it is switched on", async () => {
      const fleet = (trigger: string, isOn: boolean): string =>
        lifecycle(triggered(names, trigger), `lifecycle {\n    enabled = ${isOn}\n  }`);
      await open(fleet("1", true));
      for (const [trigger, isOn] of [
        ["1", true],
        ["1", false],
        ["2", true],
      ] as const) {
        workspace.configure(fleet(trigger, isOn));
        expect((await workspace.apply()).code).toBe(0);
      }
      expect(restarted()).toEqual([]);
      workspace.configure(fleet("3", true));
      expect((await workspace.apply()).code).toBe(0);
      expect(restarted()).toEqual([names.map(idOf)]);
    });

    test("for_each of a provider: a fleet in each project, restarted by the provider of its own", async () => {
      const projects = `{ main = "${projectId}", other = "${otherProject}" }`;
      const fleets = (trigger: string): string => `locals {
  projects = ${projects}
  fleets   = { main = "${idOf("orders")}", other = "${idOf("billing")}" }
}
resource "dms_instance_lifecycle" "fleet" {
  for_each = local.fleets
  provider = dms.by[each.key]
  instances = {
    broker = { instance_id = each.value, restart_triggers = { version = "${trigger}" } }
  }
}
`;
      const provider = (url: string): string =>
        `alias    = "by"\n  for_each = local.projects\n  ${providerLines(url).replace(`"${projectId}"`, "each.value")}`;
      await open(fleets("1"), provider);
      expect((await workspace.apply()).code).toBe(0);
      workspace.configure(fleets("2"));
      expect((await workspace.apply()).code).toBe(0);
      expect([...restarted()].sort()).toEqual([[idOf("billing")], [idOf("orders")]].sort());
      expect(await workspace.isSettled()).toBe(true);
    });
  });
}

const otherProject = "fedcba9876543210fedcba9876543210";

const encryption = `terraform {
  encryption {
    key_provider "pbkdf2" "test" {
      passphrase = "correct horse battery staple"
    }
    method "aes_gcm" "test" {
      keys = key_provider.pbkdf2.test
    }
    state {
      method = method.aes_gcm.test
    }
    plan {
      method = method.aes_gcm.test
    }
  }
}
`;
