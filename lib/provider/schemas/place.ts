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
    description: "Name of the project, in place of its id, which is looked up. Default: the provider's project.",
  },
  region: {
    ...text,
    validators: [settingOf("region")],
    description:
      "Region, e.g. `eu-de`: where the service and Keystone are. Default: the provider's. It has no effect on an `endpoint` that the provider names.",
  },
} as const;
