import { compareProjects, type ProjectKey } from "../domain/connection/project";
import { type Unknown, unknown } from "../framework/values/value";

type Text = string | null | Unknown;

/** An object's settings for the place of its instances; null: the provider's own. */
export interface PlaceSettings {
  readonly project_id: Text;
  readonly project_name: Text;
  readonly region: Text;
}

/** The settings of an object in the provider's own place. */
export const providersPlace: PlaceSettings = { project_id: null, project_name: null, region: null };

const attributes = ["project_id", "project_name", "region"] as const;

/** The place of instances. */
export interface Place {
  /** Base URL of the service. */
  readonly endpoint: string;
  readonly project: ProjectKey;
}

/** The provider's own place. */
export interface DefaultPlace {
  readonly region: string | undefined;
  /** The project; `undefined`: the provider names none, so every object has to. */
  readonly project: ProjectKey | undefined;
}

export type Likeness = "same" | "other" | "unsure";

/** The settings alone, of a configuration or a state; an empty string counts as null. Pure. */
export function placeSettingsOf({ project_id, project_name, region }: PlaceSettings): PlaceSettings {
  const said = (text: Text): Text => (typeof text === "string" && text.trim() === "" ? null : text);
  return { project_id: said(project_id), project_name: said(project_name), region: said(region) };
}

/** The attributes whose value is unknown until apply. Pure. */
export function unknownPlace(settings: PlaceSettings): readonly string[] {
  return attributes.filter((name) => settings[name] === unknown);
}

/** The attributes that differ. Pure. */
export function changedPlace(one: PlaceSettings, other: PlaceSettings): readonly string[] {
  return attributes.filter((name) => one[name] !== other[name]);
}

/** Whether an object has a place of its own. Pure. */
export function hasOwnPlace(settings: PlaceSettings): boolean {
  return attributes.some((name) => settings[name] !== null);
}

/**
 * Whether two objects of one provider block have their instances in the same place; `defaults` is `undefined` while the block's
 * configuration is unknown. An attribute with the provider's own value makes no difference. Pure.
 */
export function compareSettings(
  one: PlaceSettings,
  other: PlaceSettings,
  defaults: DefaultPlace | undefined,
): Likeness {
  if (changedPlace(one, other).length === 0 && unknownPlace(one).length === 0) return "same";
  const isRegionUnknown = one.region === unknown || other.region === unknown;
  const regions = isRegionUnknown ? "unsure" : compareRegions(regionIn(one, defaults), regionIn(other, defaults));
  if (regions === "other") return "other";
  const projects = compareProjects(projectIn(one, defaults), projectIn(other, defaults));
  return projects === "same" ? regions : projects;
}

/** Whether two regions are the same; a missing one may be the same as any. */
function compareRegions(one: string | undefined, other: string | undefined): Likeness {
  if (one === undefined || other === undefined) return one === other ? "same" : "unsure";
  return one === other ? "same" : "other";
}

function regionIn({ region }: PlaceSettings, defaults: DefaultPlace | undefined): string | undefined {
  if (region === unknown) return undefined;
  return region ?? defaults?.region;
}

function projectIn({ project_id, project_name }: PlaceSettings, defaults: DefaultPlace | undefined) {
  if (project_id === unknown || project_name === unknown) return undefined;
  if (project_id !== null) return `id:${project_id}` as const;
  return project_name !== null ? (`name:${project_name}` as const) : defaults?.project;
}

/** Whether two places may be one. Pure. */
export function mayBeOnePlace(one: Place, other: Place): boolean {
  return one.endpoint === other.endpoint && compareProjects(one.project, other.project) !== "other";
}

/** `project "a1b2"`, `project "eu-de_orders" in region "eu-de"`; `undefined` if an object has no place of its own. Pure. */
export function describePlace({ project_id, project_name, region }: PlaceSettings): string | undefined {
  const project = [project_id, project_name].find((text) => typeof text === "string");
  const parts = [
    ...(typeof project === "string" ? [`project ${JSON.stringify(project)}`] : []),
    ...(typeof region === "string" ? [`region ${JSON.stringify(region)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(" in ");
}
