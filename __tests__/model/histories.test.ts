import { randomRuns } from "../support/chaos/random-runs";
import { chosenHistory, testHistories, testHistory } from "../support/terraform-model/fleet/test-histories";

const chosen = chosenHistory();
if (chosen === undefined) testHistories(randomRuns(2_000));
else testHistory(chosen);
