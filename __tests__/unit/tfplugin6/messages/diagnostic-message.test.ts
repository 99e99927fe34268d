import { diagnosticMessages, pathMessage } from "../../../../lib/tfplugin6/messages/diagnostic-message";
import { AttributePath } from "../../../../lib/tfplugin6/messages/messages";

describe("diagnostics", () => {
  test("keep two steps of their path, which Terraform can point at", () => {
    const path = ["instances", { key: "orders" }, "instance_id"] as const;
    expect(diagnosticMessages([{ severity: "error", summary: "S", detail: "D", path }])).toEqual([
      {
        severity: 1,
        summary: "S",
        detail: "D",
        attribute: { steps: [{ attribute_name: "instances" }, { element_key_string: "orders" }] },
      },
    ]);
  });

  test("name an attribute of a nested object by key: Terraform finds no line for it otherwise", () => {
    const path = ["rollout", "canary"] as const;
    const [message] = diagnosticMessages([{ severity: "error", summary: "S", detail: "D", path }]);
    expect(message?.attribute).toEqual({ steps: [{ attribute_name: "rollout" }, { element_key_string: "canary" }] });
  });

  test("have no attribute without a path", () => {
    for (const path of [undefined, []]) {
      const diagnostic = { severity: "warning", summary: "S", detail: "D", ...(path && { path }) } as const;
      expect(diagnosticMessages([diagnostic])[0]).toMatchObject({ severity: 2, attribute: undefined });
    }
  });

  test("tell an empty key and the first position from no step at all", () => {
    const bytes = AttributePath.encode(pathMessage([{ key: "" }, { index: 0 }]));
    expect(Buffer.from(bytes).toString("hex")).toBe("0a0212000a021800");
  });
});
