import type { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isOpen } from "../checks/tokens";

/** An instance whose id is spelled out. */
export interface SpelledInstance {
  /** The construct that declares it. */
  readonly fleet: IConstruct;
  readonly kind: "lifecycle" | "batch";
  /** `undefined` for the stack's provider without alias. For a batch, it says nothing about the instance. */
  readonly provider: TerraformProvider | undefined;
  readonly place: Place;
  readonly name: string;
  readonly instanceId: string;
}

/** A purge of an engine's failed creations. */
export interface DeclaredPurge {
  readonly kind: "resource" | "batch";
  readonly engine: string;
  /** `undefined` for the stack's provider without alias. For a batch, it says nothing about the instances. */
  readonly provider: TerraformProvider | undefined;
  readonly place: Place;
}

/** The declarations of an app, in their order: fleets and purges by the construct that declares them, providers by their stack. */
interface Declarations {
  /** Asked late, when everything has been declared. */
  readonly fleets: Map<IConstruct, () => readonly SpelledInstance[]>;
  readonly purges: Map<IConstruct, DeclaredPurge>;
  readonly providers: Map<TerraformStack, readonly TerraformProvider[]>;
}

const onApp = Symbol("declarations of dms-lifecycle");

interface App extends IConstruct {
  [onApp]?: Declarations | undefined;
}

/** The one registry of an app. It lies on the app, so that it ends with it and one app does not see another's. */
export function declarationsOf(construct: IConstruct): Declarations {
  const app: App = construct.node.root;
  return (app[onApp] ??= { fleets: new Map(), purges: new Map(), providers: new Map() });
}

/** False for a construct that was taken out of the tree after its declaration, or that stands in one that was. */
export function isInTree({ node }: IConstruct): boolean {
  const { scope } = node;
  return scope === undefined || (scope.node.tryFindChild(node.id)?.node === node && isInTree(scope));
}

/** The place of instances, as far as literals name it. Missing parts of a resource's place are its provider's. */
type Place = Readonly<Partial<Record<"endpoint" | "region" | "projectId" | "projectName", string | undefined>>>;

const parts = ["endpoint", "region", "projectId", "projectName"] as const;

/** The place in the props of a resource. Pure. */
export function placeOf({ region, projectId, projectName }: Place): Place {
  return { region, projectId, projectName };
}

/** Whether two places are known to differ, so that equal ids are different instances. Pure. */
export function isElsewhere(one: Place, other: Place): boolean {
  return parts.some((part) => !isOpen(one[part]) && !isOpen(other[part]) && one[part] !== other[part]);
}

/** Whether two places are literally equal, or both empty. Pure. */
export function isSamePlace(one: Place, other: Place): boolean {
  return parts.every((part) => one[part] === other[part]);
}
