import { delimiter } from "node:path";
import { variableOf } from "../../../lib/domain/environment";
import { terraformBinary } from "../acceptance/terraform";

/** The program of every lane, and those that `DMS_TERRAFORMS` names (a list, as PATH is). */
export const attackedPrograms: readonly string[] = [
  terraformBinary,
  ...(variableOf(process.env, "DMS_TERRAFORMS") ?? "").split(delimiter).filter((path) => path !== ""),
];
