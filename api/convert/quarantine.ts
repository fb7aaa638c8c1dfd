import type { z } from "@hono/zod-openapi";
import type { QuarantineDetail as DomainDetail } from "../../events/quarantine/getQuarantined.ts";
import type { QuarantineItem as DomainItem } from "../../events/quarantine/item.ts";
import type { QuarantineGroup as DomainGroup } from "../../events/quarantine/listGroups.ts";
import type { Replay } from "../../events/quarantine/replay.ts";
import type {
  QuarantineDetail,
  QuarantineGroup,
  QuarantineItem,
  QuarantineReplay,
} from "../schemas/quarantine.ts";

export function toApiQuarantineItem(item: DomainItem): z.infer<typeof QuarantineItem> {
  return { ...item, errors: [...item.errors] };
}

export function toApiQuarantineDetail(item: DomainDetail): z.infer<typeof QuarantineDetail> {
  return { ...toApiQuarantineItem(item), raw: item.raw };
}

export function toApiQuarantineGroup({ sample, ...group }: DomainGroup): z.infer<typeof QuarantineGroup> {
  return { ...group, sample: { ...sample, errors: [...sample.errors] } };
}

export function toApiReplay(replay: Replay): z.infer<typeof QuarantineReplay> {
  return { ...replay, filter: { ...replay.filter } };
}
