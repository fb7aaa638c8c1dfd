import { defineConfig } from "vitest/config";

const shared = { testTimeout: 60_000, hookTimeout: 120_000 };
const source = [
  "api",
  "tenancy",
  "events",
  "pipeline",
  "warehouse",
  "analysis",
  "webhooks",
  "runtime",
  "drizzle",
  "scripts",
  "sdk",
];
const files = (suffix: string) => source.map((room) => `${room}/**/*.${suffix}.ts`);

/**
 * `unit` needs nothing; `integration` and `contract` run on embedded stores that the harness starts once;
 * `services` runs on the Kafka, Redis and PostgreSQL that `scripts/services up` started, named by the environment;
 * `e2e` starts the product's own processes; `corpus` reads the outside data named by DFRAS_CORPUS.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: [...files("test"), "tests/{deploy,examples}/**/*.test.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "integration",
          include: [...files("itest"), "tests/contract/**/*.test.ts", "tests/security/**/*.test.ts"],
          globalSetup: ["tests/harness/stores.ts"],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: "services",
          // The pipeline's tests make their event log on Kafka here, but for those of what only follows from folds.
          include: [...files("stest"), "pipeline/**/*.itest.ts", "tests/services/**/*.test.ts"],
          exclude: [
            "pipeline/{analyse,exposures,feedback,fit,jobs,recommendations}/**",
            "pipeline/masters.itest.ts",
          ],
          globalSetup: ["tests/harness/services.ts"],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...shared,
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...shared,
          name: "corpus",
          include: ["tests/corpus/**/*.test.ts"],
          globalSetup: ["tests/harness/corpus.ts", "tests/harness/stores.ts"],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
