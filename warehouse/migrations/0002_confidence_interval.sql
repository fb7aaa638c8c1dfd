-- The interval of the primary cause, beside its confidence, so that lists need not read the whole analysis.
ALTER TABLE {database}.failure_facts
  ADD COLUMN IF NOT EXISTS confidence_low Float32 MATERIALIZED JSONExtractFloat(analysis, 'primary', 'interval', 1) AFTER confidence,
  ADD COLUMN IF NOT EXISTS confidence_high Float32 MATERIALIZED JSONExtractFloat(analysis, 'primary', 'interval', 2) AFTER confidence_low;
