import { cacheConformance } from "../../tenancy/testing/cacheConformance.ts";
import { createLocalCache } from "./cache.ts";

cacheConformance("in process", async () => {
  const cache = createLocalCache();
  return [cache, cache];
});
