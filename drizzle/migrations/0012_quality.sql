-- Where in its import a quarantined record came from.
ALTER TABLE quarantine ADD COLUMN import_file text, ADD COLUMN import_row integer;

-- What became of a source's records, by the five minutes in which that was decided. Rejections are counted by the edge,
-- where many requests may add at once: each takes one of several slots, so that they seldom wait for each other.
CREATE TABLE quality_counts (
  tenant_id text NOT NULL,
  source text NOT NULL,
  -- Empty when it is none of the catalogue.
  type text NOT NULL,
  at timestamptz NOT NULL,
  slot smallint NOT NULL,
  stored bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  conflict bigint NOT NULL DEFAULT 0,
  quarantined bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, source, type, at, slot)
) WITH (fillfactor = 80);
CREATE INDEX quality_counts_by_time ON quality_counts (at);
ALTER TABLE quality_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE quality_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON quality_counts TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON quality_counts TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON quality_counts TO dfras_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_counts TO dfras_system;

-- Sources of which too much was refused for a while; told by webhooks, once when it opens and once when it is over.
CREATE TABLE quality_alerts (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  source text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved')),
  version integer NOT NULL DEFAULT 1,
  told_version integer NOT NULL DEFAULT 0,
  -- Of the window when it opened, and of the one when it was over.
  received bigint NOT NULL,
  refused bigint NOT NULL,
  resolved_received bigint,
  resolved_refused bigint,
  opened_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX quality_alerts_open ON quality_alerts (tenant_id, source) WHERE state = 'open';
CREATE INDEX quality_alerts_untold ON quality_alerts (tenant_id, id) WHERE told_version < version;
ALTER TABLE quality_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE quality_alerts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON quality_alerts TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON quality_alerts TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT ON quality_alerts TO dfras_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_alerts TO dfras_system;
