import type { Ctx } from "../../tenancy/context.ts";
import { mapInSlices } from "../../tenancy/inSlices.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { sealPersonal } from "../../tenancy/personal/sealPersonal.ts";
import { SCHEMA_VERSION } from "../catalogue/eventTypes.ts";
import { deriveEvent } from "../derive/deriveEvent.ts";
import type { SealedEvent } from "../event.ts";
import { idHash, rawKey } from "../identity.ts";
import { encodeEnvelope, type ImportPlace } from "../log/envelope.ts";
import type { LogAppend } from "../log/port.ts";
import type { TakenRecord } from "./judgeRecords.ts";
import { takePersonal } from "./takePersonal.ts";

/** The import that records come by, and whether what follows from them is told to nobody. */
export interface ImportOrigin {
  readonly id: string;
  readonly quiet: boolean;
  /** Of the record with this index. */
  readonly placeOf?: (index: number) => ImportPlace | null;
}

export interface BatchStamp {
  readonly batchId: string;
  /** RFC 3339 UTC. */
  readonly receivedAt: string;
  readonly origin?: ImportOrigin | undefined;
  /** Whether they give way to what others send. */
  readonly slow?: boolean;
}

/** Log records of the events, in the same order: personal members sealed, what analysis needs of them derived. */
export async function toAppends(
  ctx: Ctx,
  keyring: Keyring,
  taken: readonly TakenRecord[],
  stamp: BatchStamp,
): Promise<readonly LogAppend[]> {
  const parts = taken.map(({ event }) => takePersonal(event));
  const items = parts.flatMap(({ personal, subject }) =>
    personal === null ? [] : [{ subject, plaintext: personal }],
  );
  const sealed = await sealPersonal({ db: ctx.db, keyring }, ctx.tenant.id, items);
  const hashAddress = (text: string) =>
    keyring.hmac("address", `${ctx.tenant.id}\u001f${text}`).toString("base64url").slice(0, 22);
  let next = 0;
  return mapInSlices(taken, ({ event, type, contentHash, index: recordIndex }, index) => {
    const part = parts[index] ?? takePersonal(event);
    const personal = part.personal === null ? null : (sealed[next++] ?? null);
    const derived = part.personal === null ? null : deriveEvent(event, hashAddress);
    const body: SealedEvent = { ...part.rest, personal, derived };
    return {
      topic: stamp.slow ? "bulk_raw" : type.topic,
      key: rawKey(ctx.tenant.key, idHash(event.source, event.id)),
      value: encodeEnvelope({
        tenant_key: ctx.tenant.key,
        batch_id: stamp.batchId,
        request_id: ctx.requestId,
        traceparent: ctx.traceparent,
        received_at: stamp.receivedAt,
        schema_version: SCHEMA_VERSION,
        content_hash: contentHash,
        ...(stamp.origin && fromImport(stamp.origin, recordIndex)),
        body,
      }),
    };
  });
}

function fromImport({ id, quiet, placeOf }: ImportOrigin, index: number) {
  const place = placeOf?.(index);
  return { import_id: id, ...(place && { import_place: place }), ...(quiet && { quiet: true as const }) };
}
