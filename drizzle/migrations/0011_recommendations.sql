-- Tenants whose failures were analysed since their recommendations were last summed up.
CREATE TABLE recommendation_checks (
  tenant_id text PRIMARY KEY REFERENCES tenants (id),
  due_at timestamptz NOT NULL
);
CREATE INDEX recommendation_checks_by_time ON recommendation_checks (due_at);
ALTER TABLE recommendation_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE recommendation_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY system_rows ON recommendation_checks TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON recommendation_checks TO dfras_system;

-- When endpoints were told of it; null while too few failures speak for it.
ALTER TABLE recommendations ADD COLUMN announced_at timestamptz;
