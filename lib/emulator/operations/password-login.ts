import type { AuthState } from "../auth/authenticate";
import { isJsonObject, type JsonObject } from "../json-value";
import { refuseAtKeystone } from "../refusal";
import type { SeededUser } from "../seed/seed";
import { isDomainOf, knownCaller, unknownCaller, userId, type Caller } from "../auth/caller";

/** The caller who logs in with a user and a password. With auth mode `none` every password is right. Throws Keystone's 400 or 401. */
export function passwordCaller(
  auth: AuthState,
  users: readonly SeededUser[],
  user: JsonObject,
  scope: JsonObject,
): Caller {
  if (typeof user.password !== "string") throw refuseAtKeystone(400, "Expecting to find password in user.");
  const known = users.find((candidate) => isMeant(candidate, user));
  if (known !== undefined && (auth.mode === "none" || known.password === user.password)) return knownCaller(known);
  if (auth.mode === "none") return unknownCaller(user, scope);
  throw refuseAtKeystone(401, "The username or password is wrong.");
}

function isMeant(candidate: SeededUser, user: JsonObject): boolean {
  if (user.id !== undefined) return user.id === userId(candidate.name);
  return (
    user.name === candidate.name && isDomainOf(knownCaller(candidate), isJsonObject(user.domain) ? user.domain : {})
  );
}
