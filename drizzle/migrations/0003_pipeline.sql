-- The ledger of ranges that the store stage took up: written before the first insert, closed after the last.
CREATE TABLE stored_ranges (
  topic text NOT NULL,
  partition integer NOT NULL,
  first_offset bigint NOT NULL,
  last_offset bigint NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  opened_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz,
  PRIMARY KEY (topic, partition, first_offset)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON stored_ranges TO dfras_system;

-- What must be looked at again at a time of the tenant's clock: an undelivered promise, an analysis to make final.
CREATE TABLE due_checks (
  tenant_id text NOT NULL REFERENCES tenants (id),
  kind text NOT NULL CHECK (kind IN ('late', 'final')),
  delivery_id text NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind, delivery_id)
);
CREATE INDEX due_checks_by_time ON due_checks (tenant_id, due_at);
ALTER TABLE due_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE due_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON due_checks TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id()))
  WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system ON due_checks TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT ON due_checks TO dfras_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON due_checks TO dfras_system;

-- A sandbox's own clock: the highest received_hint seen, or what its test clock was moved on to.
CREATE TABLE tenant_clocks (
  tenant_id text PRIMARY KEY REFERENCES tenants (id),
  now_at timestamptz NOT NULL,
  -- The clock's value up to which everything received has been folded: what sweeps and finality go by.
  settled_at timestamptz
);
ALTER TABLE tenant_clocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_clocks FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenant_clocks TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id()))
  WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system ON tenant_clocks TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON tenant_clocks TO dfras_app;
GRANT SELECT, INSERT, UPDATE ON tenant_clocks TO dfras_system;
