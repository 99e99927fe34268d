import { settingOf } from "./validators";

const text = { type: "string", optional: true } as const;

/** Attributes for the place of an object's instances, if it is not the provider's own. */
export const placeAttributes = {
  project_id: {
    ...text,
    validators: [settingOf("projectId")],
    description: "Id of the project. Default: the provider's project.",
  },
  project_name: {
    ...text,
    description: "Name of the project, instead of its id; Keystone looks it up. Default: the provider's project.",
  },
  region: {
    ...text,
    validators: [settingOf("region")],
    description:
      "Region of the service and of Keystone, e.g. `eu-de`. Default: the provider's. It does not change an `endpoint` of the provider.",
  },
} as const;
