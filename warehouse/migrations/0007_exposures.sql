-- Circumstances of each run and of each promise, failed or not, as far as they were known at its anchor.
CREATE TABLE IF NOT EXISTS {database}.attempt_exposures
(
  tenant_key UInt32,
  delivery_id String,
  exposure_group LowCardinality(String),
  attempt UInt16,
  version UInt32,
  is_deleted UInt8,
  content_hash String,
  anchor_at DateTime64(3, 'UTC'),
  failed UInt8,
  client_id String,
  warehouse_id LowCardinality(String),
  carrier_id LowCardinality(String),
  driver_id String,
  city LowCardinality(String),
  names Array(LowCardinality(String)),
  levels Array(LowCardinality(String)),
  amounts Array(Nullable(Float32)),
  updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, delivery_id, exposure_group, attempt)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;
