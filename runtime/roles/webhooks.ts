import { startDelivery } from "../../webhooks/deliver/startDelivery.ts";
import { startDispatch } from "../../webhooks/dispatch/startDispatch.ts";
import { createEgress } from "../../webhooks/egress/egress.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";

/** Turns results into messages and delivers them. */
export async function startWebhooks(services: Services): Promise<Role> {
  const egress = createEgress(services.egressPolicy);
  const dispatch = await startDispatch(services);
  const delivery = await startDelivery({ ...services, egress });
  return {
    name: "webhooks",
    close: async () => {
      await dispatch.close();
      await delivery.close();
      await egress.close();
    },
  };
}
