-- Requests that carried an Idempotency-Key: who works on one, and what was answered.
CREATE TABLE idempotency_keys (
  -- `operator` for the operator's own requests, which belong to no tenant.
  tenant_id text NOT NULL,
  -- A keyed hash of credential, route and key: the key itself may be anybody's words.
  id text NOT NULL,
  -- A keyed hash of all else that makes it the same request.
  request_hash text NOT NULL,
  -- Whose attempt it is, and until when nobody else may begin one. The name is new for every attempt: it is the fence.
  worker text NOT NULL,
  leased_until timestamptz NOT NULL,
  -- Of the answer; null while the request is in flight.
  status integer,
  -- Headers and body, sealed: some answers show a secret.
  answer text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
-- Sealed already: trying to compress it is wasted.
ALTER TABLE idempotency_keys ALTER COLUMN answer SET STORAGE EXTERNAL;

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON idempotency_keys TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
-- The operator's own, and those of all tenants that have served their time, which a job deletes.
CREATE POLICY system_rows ON idempotency_keys TO dfras_system
  USING (tenant_id = 'operator' OR created_at < now() - interval '24 hours')
  WITH CHECK (tenant_id = 'operator');
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO dfras_app, dfras_system;
