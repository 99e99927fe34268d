import { join } from "node:path";

type Validation = new (...args: readonly unknown[]) => { validate(): readonly string[] };

/** By its whole path, which the mapping of jest.config.js does not take for the module's name. */
const path = join(require.resolve("cdktf"), "..", "validations", "validate-binary-version.js");
const { ValidateBinaryVersion: AskingEachTime } = jest.requireActual<{ readonly ValidateBinaryVersion: Validation }>(
  path,
);

const answers = new Map<string, readonly string[]>();

/**
 * The tests load this instead of cdktf's module of this name. It asks a program for its version once in a test file; cdktf starts terraform
 * for each `terraform_data` of each stack that is synthesized.
 */
export class ValidateBinaryVersion extends AskingEachTime {
  private readonly question: string;

  public constructor(...args: readonly unknown[]) {
    super(...args);
    this.question = JSON.stringify(args);
  }

  public override validate(): readonly string[] {
    const answer = answers.get(this.question) ?? super.validate();
    answers.set(this.question, answer);
    return answer;
  }
}
