-- Which row of which file of its import an event came from; empty and 0 for those that came by themselves.
ALTER TABLE {database}.events
  ADD COLUMN IF NOT EXISTS import_file LowCardinality(String) DEFAULT '' AFTER import_id,
  ADD COLUMN IF NOT EXISTS import_row UInt32 DEFAULT 0 AFTER import_file;
