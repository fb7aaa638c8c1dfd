-- The cause that people confirmed, as the analysis last read it from PostgreSQL, so that messages and sums have it.
ALTER TABLE {database}.failure_facts
  ADD COLUMN IF NOT EXISTS confirmed_cause LowCardinality(String) DEFAULT '' AFTER recommendations,
  ADD COLUMN IF NOT EXISTS confirmed_by String DEFAULT '' AFTER confirmed_cause;
