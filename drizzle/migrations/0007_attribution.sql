-- Causes that people confirmed. A failure may get another id when attempts are merged: its delivery stays the same.
CREATE TABLE failure_feedback (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  failure_id text NOT NULL,
  delivery_id text NOT NULL,
  confirmed_cause text NOT NULL,
  -- Who says so, in the sender's words, else the credential.
  given_by text NOT NULL,
  -- Sealed: free words may name people.
  note text,
  -- By the tenant's clock.
  given_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX failure_feedback_standing ON failure_feedback (tenant_id, failure_id) WHERE withdrawn_at IS NULL;
CREATE INDEX failure_feedback_by_delivery ON failure_feedback (tenant_id, delivery_id) WHERE withdrawn_at IS NULL;

-- What was learned from a tenant's own deliveries; nothing learned from one tenant reaches another.
CREATE TABLE attribution_models (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  number integer NOT NULL,
  status text NOT NULL DEFAULT 'candidate' CHECK (status IN ('candidate', 'active', 'retired')),
  -- Why it was fitted: by the schedule, after enough feedback, or on request.
  occasion text NOT NULL CHECK (occasion IN ('schedule', 'feedback', 'request')),
  parameters jsonb NOT NULL,
  -- On held-out confirmed causes: its own and those of the model then in force.
  metrics jsonb NOT NULL,
  -- How many failures, attempts and confirmed causes it was fitted on, and of which time.
  trained_on jsonb NOT NULL,
  -- Who brought it into force: the fit itself, or a credential.
  promoted_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  activated_at timestamptz,
  retired_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE UNIQUE INDEX attribution_models_active ON attribution_models (tenant_id) WHERE status = 'active';

-- What each tenant's last fit had to go by, and what was asked for since.
CREATE TABLE model_fits (
  tenant_id text PRIMARY KEY REFERENCES tenants (id),
  requested_at timestamptz,
  fitted_at timestamptz,
  failures bigint NOT NULL DEFAULT 0,
  confirmed bigint NOT NULL DEFAULT 0
);

-- What to do, over all failures that the same action at the same place would avoid.
CREATE TABLE recommendations (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'dismissed', 'done')),
  playbook text NOT NULL,
  entity_kind text NOT NULL,
  entity_id text NOT NULL,
  owner_role text NOT NULL,
  causes jsonb NOT NULL,
  failures integer NOT NULL,
  -- Failures that acting on it should avoid, a week, with an interval of 90 %.
  avoided double precision NOT NULL,
  avoided_low double precision NOT NULL,
  avoided_high double precision NOT NULL,
  first_failure_at timestamptz NOT NULL,
  last_failure_at timestamptz NOT NULL,
  status_by text,
  status_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX recommendations_by_effect ON recommendations (tenant_id, avoided DESC, id);

ALTER TABLE failure_feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE failure_feedback FORCE ROW LEVEL SECURITY;
ALTER TABLE attribution_models ENABLE ROW LEVEL SECURITY;
ALTER TABLE attribution_models FORCE ROW LEVEL SECURITY;
ALTER TABLE model_fits ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_fits FORCE ROW LEVEL SECURITY;
ALTER TABLE recommendations ENABLE ROW LEVEL SECURITY;
ALTER TABLE recommendations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON failure_feedback TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON attribution_models TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON model_fits TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON recommendations TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON failure_feedback TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON attribution_models TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON model_fits TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON recommendations TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON failure_feedback, attribution_models, model_fits TO dfras_app;
GRANT SELECT, UPDATE ON recommendations TO dfras_app;
GRANT SELECT ON failure_feedback TO dfras_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON attribution_models TO dfras_system;
GRANT SELECT, INSERT, UPDATE ON model_fits, recommendations TO dfras_system;
