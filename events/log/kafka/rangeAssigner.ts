import { AssignerProtocol, type PartitionAssigner } from "kafkajs";
import { assignPartitions } from "../consume/assignPartitions.ts";
import { PARTITIONS } from "../port.ts";
import type { JoinHook } from "./patchClient.ts";

const NAME = "dfras-range";
const VERSION = 0;

/** Gives each member equal runs of partition NUMBERS, of all topics: who owns number p owns p of every topic. */
export function rangeAssigner(hook: JoinHook): PartitionAssigner {
  return () => {
    const assigner: ReturnType<PartitionAssigner> & JoinHook = {
      name: NAME,
      version: VERSION,
      beforeJoin: (known) => hook.beforeJoin(known),
      protocol: ({ topics }) => ({
        name: NAME,
        metadata: AssignerProtocol.MemberMetadata.encode({
          version: VERSION,
          topics: [...topics],
          userData: Buffer.alloc(0),
        }),
      }),
      assign: async ({ members, topics }) => {
        const ids = members.map(({ memberId }) => memberId);
        return ids.map((memberId) => {
          const numbers = [...assignPartitions(ids, memberId)].filter((number) => number < PARTITIONS);
          const assignment =
            numbers.length > 0 ? Object.fromEntries(topics.map((topic) => [topic, numbers])) : {};
          return {
            memberId,
            memberAssignment: AssignerProtocol.MemberAssignment.encode({
              version: VERSION,
              assignment,
              userData: Buffer.alloc(0),
            }),
          };
        });
      },
    };
    return assigner;
  };
}
