-- Which import an event came by; empty for those that came by themselves.
ALTER TABLE {database}.events ADD COLUMN IF NOT EXISTS import_id LowCardinality(String) DEFAULT '' AFTER batch_id;
