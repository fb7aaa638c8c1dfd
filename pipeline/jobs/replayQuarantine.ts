import { asc, eq, ne } from "drizzle-orm";
import { quarantineReplays } from "../../drizzle/schema/quarantine.ts";
import { tenants } from "../../drizzle/schema/tenant.ts";
import type { ReplayRow } from "../../events/quarantine/replay.ts";
import { replayPortion } from "../../events/quarantine/replayPortion.ts";
import type { Ctx, Tenant } from "../../tenancy/context.ts";
import { withSystem } from "../../tenancy/database.ts";
import { toTenant } from "../../tenancy/tenants/toTenant.ts";
import { createGate } from "../imports/awaitRoom.ts";
import type { PipelineDeps } from "../ports.ts";

type ReplayDeps = Pick<PipelineDeps, "db" | "keyring" | "eventLog" | "log" | "now">;

interface OpenReplay {
  readonly row: ReplayRow;
  readonly tenant: Tenant;
}

/** Replays worked on in turn, one portion of each, so that a large one keeps nobody waiting. */
const IN_HAND = 20;

/**
 * Works off the replays of all tenants, the oldest first, while the pipeline is close enough behind that live events
 * do not queue behind them. Rejects when the log takes nothing; what was not sent by then is sent by the next run.
 */
export async function replayQuarantine(deps: ReplayDeps, signal: AbortSignal): Promise<void> {
  const { keyring, eventLog, now } = deps;
  const gate = createGate(eventLog);
  for (let open = await findOpen(deps); open.length > 0; open = await findOpen(deps)) {
    let failed: unknown;
    for (const replay of open) {
      await gate.pass(signal, async () => deps.log.info("replays wait: the pipeline is behind"));
      await replayPortion(toCtx(deps, replay), { log: eventLog, keyring, now }, replay.row).catch((error) => {
        deps.log.warn({ err: error, replay: replay.row.id }, "a replay waits and is tried again");
        failed ??= error;
      });
    }
    if (failed !== undefined) throw failed;
  }
}

function findOpen({ db }: Pick<ReplayDeps, "db">): Promise<readonly OpenReplay[]> {
  return withSystem(db, "jobs: open replays", async (tx) => {
    const rows = await tx
      .select({ row: quarantineReplays, tenant: tenants })
      .from(quarantineReplays)
      .innerJoin(tenants, eq(tenants.id, quarantineReplays.tenantId))
      .where(ne(quarantineReplays.state, "finished"))
      .orderBy(asc(quarantineReplays.createdAt))
      .limit(IN_HAND);
    return rows.map(({ row, tenant }) => ({ row, tenant: toTenant(tenant) }));
  });
}

/** As whom events are accepted: the credential that asked for the replay. */
function toCtx({ db }: Pick<ReplayDeps, "db">, { row, tenant }: OpenReplay): Ctx {
  return {
    tenant,
    actor: { kind: "api_key", id: row.actorId },
    scopes: new Set(["events:write"]),
    sources: row.sources,
    requestId: row.requestId,
    traceparent: null,
    db,
  };
}
