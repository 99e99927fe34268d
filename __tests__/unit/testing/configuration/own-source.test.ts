import { ownSources, requirementsIn } from "../../../../lib/testing/configuration/own-source";

const own = "npm.invalid/cdktf-dms-lifecycle/dms";
const hcl = `terraform {
  required_version = ">= 1.5"
  required_providers {
    # Ours, from the company's registry.
    dms = {
      source                = "registry.example.com/team/dms"
      version               = "~> 0.1"
      configuration_aliases = [dms.asia, dms.europe]
    }
    null = { source = "hashicorp/null", version = "3.2.4" }
  }
}

resource "dms_instance_lifecycle" "fleet" {}
`;
const requirements = {
  dms: {
    source: "registry.example.com/team/dms",
    version: "~> 0.1",
    configuration_aliases: ["dms.asia", "dms.europe"],
  },
  null: { source: "hashicorp/null", version: "3.2.4" },
};

describe("the requirements of a module", () => {
  test("is read from HCL, on one line and on several", () => {
    expect(requirementsIn("main.tf", hcl)).toEqual(requirements);
  });

  test("is read with quoted keys and colons, as any object of HCL", () => {
    const written = hcl
      .replace("source                =", '"source" :')
      .replace("version               =", '"version" =');
    expect(
      requirementsIn("main.tf", written.replace('{ source = "hashicorp/null",', '{ source : "hashicorp/null",')),
    ).toEqual(requirements);
  });

  test("leaves out a value that is an expression, and a requirement that is not an object", () => {
    expect(
      requirementsIn(
        "main.tf",
        'terraform {\n  required_providers {\n    dms = { source = "a/dms", version = var.v }\n    tls = "4"\n  }\n}\n',
      ),
    ).toEqual({
      dms: { source: "a/dms" },
    });
  });

  test("is read from JSON, whose blocks may be lists", () => {
    const written = { terraform: [{ required_providers: [requirements] }, {}] };
    expect(requirementsIn("main.tf.json", JSON.stringify(written))).toEqual(requirements);
    expect(requirementsIn("cdk.tf.json", JSON.stringify({ terraform: { required_providers: requirements } }))).toEqual(
      requirements,
    );
  });

  test("is nothing in a file that requires nothing, or cannot be read", () => {
    for (const text of ["", 'variable "required_providers" {}\n', 'terraform { x = "']) {
      expect(requirementsIn("main.tf", text)).toEqual({});
    }
    expect(requirementsIn("main.tf.json", "{")).toEqual({});
  });
});

describe("the package's source instead of another one", () => {
  test("keeps name, version and aliases, and leaves other providers alone", () => {
    expect(ownSources(requirements)).toEqual({ dms: { ...requirements.dms, source: own } });
    expect(ownSources({ kafka: { source: "team/dms" } })).toEqual({ kafka: { source: own } });
  });

  test("is not needed where the module has it, or has no such provider", () => {
    expect(ownSources({ dms: { source: own }, tls: {}, admin: { source: "team/dms-admin" } })).toEqual({});
  });
});
