import { randomRuns } from "../support/chaos/random-runs";
import { testHistories } from "../support/terraform-model/fleet/test-histories";

testHistories(randomRuns(2_000));
