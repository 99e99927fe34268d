/** The differences between the environments. Most pull requests change only this file. */
export interface Environment {
  /** Name → id of every instance. */
  readonly instances: Readonly<Record<string, string>>;
  /** Restarts the environment's instances when it changes, once. */
  readonly brokerConfig: string;
  /** Instances that may be down together. */
  readonly maxUnavailable: string;
  /** Names of instances to delete. Take them out of `instances` when they are gone. */
  readonly retire: readonly string[];
}

export const environments = {
  staging: {
    instances: {
      orders: "54602a9d-5e22-4239-9123-77e350df4a34",
      payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
    },
    brokerConfig: "2026-03",
    maxUnavailable: "100%",
    retire: [],
  },
  production: {
    instances: {
      orders: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d",
      payments: "67fc5f8d-3986-4f02-bb75-4075a23112de",
      legacy: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41",
    },
    brokerConfig: "2026-03",
    maxUnavailable: "1",
    retire: [],
  },
} satisfies Record<string, Environment>;
