import type { DmsProviderProps } from "./dms-provider";
import {
  checkCount,
  checkDuration,
  checkFlag,
  checkName,
  checkSecret,
  checkText,
  checkUrl,
  checkWord,
  checkWrittenFlag,
} from "./input/checks";
import type { InputProblem } from "./input/problem";
import { checkProps, isObject, namesOf } from "./input/prop-names";

const propNames = namesOf<DmsProviderProps>({
  endpoint: true,
  authUrl: true,
  region: true,
  cloudDomain: true,
  apiVersion: true,
  projectId: true,
  projectName: true,
  accessKey: true,
  secretKey: true,
  securityToken: true,
  token: true,
  userName: true,
  password: true,
  domainName: true,
  cloud: true,
  caFile: true,
  insecure: true,
  requestTimeout: true,
  maxRetries: true,
  pollInterval: true,
  alias: true,
  vendor: true,
});

const texts = [
  "region",
  "cloudDomain",
  "projectId",
  "projectName",
  "userName",
  "domainName",
  "cloud",
  "caFile",
] as const;
const secrets = ["accessKey", "secretKey", "securityToken", "token", "password"] as const;

/** What is wrong with the props of a provider. Pure. */
export function findProviderProblems(props: DmsProviderProps): readonly InputProblem[] {
  /* A name nobody knows may be a mistyped "password". */
  const problems = checkProps(props, propNames).map((problem) => ({ ...problem, isSecret: true }));
  if (!isObject(props)) return problems;
  return [
    ...problems,
    ...checkName("alias", props.alias),
    ...checkWord("apiVersion", props.apiVersion, ["v1.0", "v2"]),
    ...checkUrl("endpoint", props.endpoint),
    ...checkUrl("authUrl", props.authUrl),
    ...texts.flatMap((name) => checkText(name, props[name])),
    ...secrets.flatMap((name) => checkSecret(name, props[name])),
    ...checkDuration("requestTimeout", props.requestTimeout, { positive: true }),
    ...checkDuration("pollInterval", props.pollInterval, { positive: true }),
    ...checkCount("maxRetries", props.maxRetries),
    ...checkFlag("insecure", props.insecure),
    ...checkWrittenFlag("vendor", props.vendor, "it decides what synthesis does"),
  ];
}
