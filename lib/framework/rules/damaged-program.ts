/** The name of the error. It is recognized by that: the program that loads the others has its own copy of this module. */
const damaged = "DamagedProgram";

/** The error for a program that lacks a part of its code, with a message for the user. */
export function damagedProgram(message: string): Error {
  return Object.assign(new Error(message), { name: damaged });
}

/** Whether this is such an error. Pure. */
export function isDamagedProgram(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "name" in thrown && thrown.name === damaged;
}
