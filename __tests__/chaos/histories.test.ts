import { isLongRun, randomRuns } from "../support/chaos/random-runs";
import { testHistories } from "../support/terraform-model/fleet/test-histories";

/** With those of the lane `model`, a long run of 20 times plays a hundred thousand. */
const { seed, numRuns } = randomRuns(isLongRun() ? 3_000 : 8_000);

// Others than those of the lane `model`.
testHistories({ seed: seed + 1, numRuns });
