/** What all reads of one client may spend on retries, so that a broken service is not asked many times over by each of them. */
export interface RetryBudget {
  /** Pays for one retry; false when there is not enough left. */
  spend(): boolean;
  /** Takes in that a read ended well, after this many retries. */
  refund(retries: number): void;
}

const fullPurse = 500;
const retryCost = 5;

/**
 * A token bucket as in the AWS SDKs' standard retry mode: a hundred retries in reserve; a read that ends well at its first try
 * earns a fifth of a retry, and one that ends well after retries gets the last of them back. No clock: what refills it is a service
 * that works.
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
