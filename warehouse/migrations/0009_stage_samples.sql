-- How long each stretch between two milestones of a delivery took: what the usual durations of a tenant's stages are
-- learned from. `stages[i]` took `minutes[i]`, began in half hour `slots[i]` of the day (UTC), at `owners[i]`.
CREATE TABLE IF NOT EXISTS {database}.stage_samples
(
  tenant_key UInt32,
  delivery_id String,
  version UInt32,
  is_deleted UInt8,
  content_hash String,
  ended_at DateTime64(3, 'UTC'),
  stages Array(LowCardinality(String)),
  minutes Array(Float32),
  slots Array(UInt8),
  owners Array(LowCardinality(String)),
  updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, delivery_id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;
