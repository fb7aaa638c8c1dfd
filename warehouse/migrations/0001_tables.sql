-- {database} is the placement's database; every statement is idempotent.
CREATE TABLE IF NOT EXISTS {database}.events
(
  tenant_key UInt32,
  delivery_id String,
  occurred_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  type LowCardinality(String),
  order_id String,
  client_id String,
  customer_id String,
  warehouse_id LowCardinality(String),
  carrier_id LowCardinality(String),
  driver_id String,
  vehicle_id String,
  route_id String,
  city LowCardinality(String),
  region LowCardinality(String),
  country LowCardinality(String),
  postal_code String,
  zone LowCardinality(String),
  lat Nullable(Float64),
  lon Nullable(Float64),
  reason LowCardinality(String),
  corrects String,
  data String,
  derived String,
  personal String,
  received_at DateTime64(3, 'UTC'),
  received_hint Nullable(DateTime64(3, 'UTC')),
  stored_at DateTime64(3, 'UTC'),
  batch_id String,
  schema_version LowCardinality(String),
  content_hash String,
  log_topic LowCardinality(String),
  log_partition UInt16,
  log_offset UInt64,
  INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX by_offset log_offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (tenant_key, delivery_id, occurred_at, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.events_by_time
(
  tenant_key UInt32,
  occurred_at DateTime64(3, 'UTC'),
  delivery_id String,
  source LowCardinality(String),
  id String,
  type LowCardinality(String),
  log_topic LowCardinality(String),
  log_partition UInt16,
  log_offset UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (tenant_key, occurred_at, delivery_id, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.event_identity
(
  tenant_key UInt32,
  id_hash UInt64,
  content_hash String,
  delivery_id String,
  log_topic LowCardinality(String),
  log_partition UInt16,
  log_offset UInt64
)
ENGINE = MergeTree
ORDER BY (tenant_key, id_hash)
SETTINGS index_granularity = 128, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.event_corrections
(
  tenant_key UInt32,
  target_hash UInt64,
  id_hash UInt64,
  source LowCardinality(String),
  id String,
  corrects String,
  type LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  delivery_id String,
  log_topic LowCardinality(String),
  log_partition UInt16,
  log_offset UInt64
)
ENGINE = MergeTree
ORDER BY (tenant_key, target_hash, id_hash)
SETTINGS index_granularity = 128, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.delivery_facts
(
  tenant_key UInt32,
  delivery_id String,
  version UInt32,
  is_deleted UInt8,
  content_hash String,
  caused_by String,
  state LowCardinality(String),
  order_id String,
  client_id String,
  customer_id String,
  warehouse_id LowCardinality(String),
  carrier_id LowCardinality(String),
  driver_id String,
  vehicle_id String,
  route_id String,
  city LowCardinality(String),
  region LowCardinality(String),
  country LowCardinality(String),
  postal_code String,
  zone LowCardinality(String),
  ordered_at Nullable(DateTime64(3, 'UTC')),
  promised_by Nullable(DateTime64(3, 'UTC')),
  delivered_at Nullable(DateTime64(3, 'UTC')),
  outcome LowCardinality(String),
  attempts UInt16,
  failed_attempts UInt16,
  stages String,
  failure_ids Array(String),
  first_event_at DateTime64(3, 'UTC'),
  last_event_at DateTime64(3, 'UTC'),
  updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, delivery_id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.failure_facts
(
  tenant_key UInt32,
  failure_id String,
  version UInt32,
  is_deleted UInt8,
  content_hash String,
  caused_by String,
  status LowCardinality(String),
  kind LowCardinality(String),
  delivery_id String,
  attempt UInt16,
  anchor String,
  aliases Array(String),
  occurred_at DateTime64(3, 'UTC'),
  detected_at DateTime64(3, 'UTC'),
  order_id String,
  client_id String,
  customer_id String,
  warehouse_id LowCardinality(String),
  carrier_id LowCardinality(String),
  driver_id String,
  vehicle_id String,
  route_id String,
  city LowCardinality(String),
  region LowCardinality(String),
  country LowCardinality(String),
  postal_code String,
  zone LowCardinality(String),
  recorded_reason LowCardinality(String),
  recorded_source LowCardinality(String),
  corroborated UInt8,
  analysis_status LowCardinality(String),
  determined UInt8,
  primary_cause LowCardinality(String),
  family LowCardinality(String),
  confidence Float32,
  model_version LowCardinality(String),
  analysis String,
  recommendations String,
  updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, failure_id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.correlation_facts
(
  tenant_key UInt32,
  failure_id String,
  evidence_id String,
  version UInt32,
  is_deleted UInt8,
  kind LowCardinality(String),
  stance LowCardinality(String),
  cause LowCardinality(String),
  observed Nullable(Float64),
  normal Nullable(Float64),
  unit LowCardinality(String),
  log_lr Float32,
  minutes_before Nullable(Float64),
  distance_km Nullable(Float64),
  statement String,
  event_sources Array(String),
  event_ids Array(String)
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, failure_id, evidence_id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.dim_client
(
  tenant_key UInt32,
  client_id String,
  valid_from DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  name String,
  city LowCardinality(String),
  attributes String,
  version UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, client_id, valid_from, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.dim_customer
(
  tenant_key UInt32,
  customer_id String,
  valid_from DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  name String,
  city LowCardinality(String),
  attributes String,
  version UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, customer_id, valid_from, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.dim_driver
(
  tenant_key UInt32,
  driver_id String,
  valid_from DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  name String,
  city LowCardinality(String),
  attributes String,
  version UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, driver_id, valid_from, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.dim_vehicle
(
  tenant_key UInt32,
  vehicle_id String,
  valid_from DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  name String,
  city LowCardinality(String),
  attributes String,
  version UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, vehicle_id, valid_from, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.dim_warehouse
(
  tenant_key UInt32,
  warehouse_id String,
  valid_from DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  name String,
  city LowCardinality(String),
  attributes String,
  version UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, warehouse_id, valid_from, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.dim_carrier
(
  tenant_key UInt32,
  carrier_id String,
  valid_from DateTime64(3, 'UTC'),
  source LowCardinality(String),
  id String,
  name String,
  city LowCardinality(String),
  attributes String,
  version UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (tenant_key, carrier_id, valid_from, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;
