import { CompressionTypes } from "kafkajs";

export type Compression = keyof typeof TOPIC_OF;

/** One topic for each compression, so that what is consumed is alike. */
export const TOPIC_OF = { none: "orders_raw", gzip: "fleet_raw", zstd: "warehouse_raw" } as const;
export const CODEC_OF = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  zstd: CompressionTypes.ZSTD,
} as const;
