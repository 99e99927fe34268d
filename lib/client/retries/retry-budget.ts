/** The retries that all reads of one client share, so that they do not flood a broken service. */
export interface RetryBudget {
  /** Pays for one retry; false if not enough is left. */
  spend(): boolean;
  /** Takes in that a read succeeded after this many retries. */
  refund(retries: number): void;
}

const fullPurse = 500;
const retryCost = 5;

/**
 * A token bucket as in the AWS SDKs' standard retry mode: a hundred retries in reserve. A read that succeeds at its first try earns a fifth
 * of a retry; one that succeeds after retries gets the last of them back. It needs no clock: a working service refills it.
 */
export function createRetryBudget(): RetryBudget {
  let purse = fullPurse;
  return {
    spend: () => {
      if (purse < retryCost) return false;
      purse -= retryCost;
      return true;
    },
    refund: (retries) => {
      purse = Math.min(fullPurse, purse + (retries === 0 ? 1 : retryCost));
    },
  };
}
