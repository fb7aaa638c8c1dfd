-- The level of what was observed, so that the fit reads what each failure had, without gathering it anew.
ALTER TABLE {database}.correlation_facts ADD COLUMN IF NOT EXISTS level LowCardinality(String) DEFAULT '' AFTER kind;
