import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { Place } from "./place";

/** An instance whose id is spelled out. */
export interface SpelledInstance {
  /** The construct that declares it. */
  readonly fleet: IConstruct;
  readonly kind: "lifecycle" | "batch";
  /** `undefined` for the stack's provider without alias. Of a batch, it says nothing about the instance. */
  readonly provider: TerraformProvider | undefined;
  readonly place: Place;
  readonly name: string;
  readonly instanceId: string;
}

/** A purge of an engine's failed creations. */
export interface DeclaredPurge {
  readonly kind: "resource" | "batch";
  readonly engine: string;
  /** `undefined` for the stack's provider without alias. Of a batch, it says nothing about the instances. */
  readonly provider: TerraformProvider | undefined;
  readonly place: Place;
}

/** By the construct that declares them, in the order of their declaration. */
interface Declarations {
  /** Asked late, when everything has been declared. */
  readonly fleets: Map<IConstruct, () => readonly SpelledInstance[]>;
  readonly purges: Map<IConstruct, DeclaredPurge>;
}

const onApp = Symbol("declarations of dms-lifecycle");

interface App extends IConstruct {
  [onApp]?: Declarations | undefined;
}

/** The one registry of an app. It lies on the app, so that it ends with it and one app does not see another's. */
export function declarationsOf(construct: IConstruct): Declarations {
  const app: App = construct.node.root;
  return (app[onApp] ??= { fleets: new Map(), purges: new Map() });
}

/** False for a construct that was taken out of the tree after its declaration, or that stands in one that was. */
export function isInTree({ node }: IConstruct): boolean {
  const { scope } = node;
  return scope === undefined || (scope.node.tryFindChild(node.id)?.node === node && isInTree(scope));
}
