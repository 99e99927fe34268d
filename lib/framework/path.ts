/**
 * Where a value stands inside a resource: attribute names, map keys and list positions, outermost first.
 * A bare string is an attribute name; keys and positions are wrapped so that they cannot be taken for one.
 */
export type PathStep = string | { readonly key: string } | { readonly index: number };
export type Path = readonly PathStep[];
