import { testKilledWorkers } from "../harness/faults/killedWorkers.ts";

testKilledWorkers("embedded");
