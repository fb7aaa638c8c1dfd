/** Postgres channel on which dispatch tells the deliverers of every process that there is work. */
export const WAKE_CHANNEL = "webhook_deliveries";
