-- The tenant that the transaction was opened for. Raises when there is none: also on a connection that was used
-- before, where Postgres leaves the setting empty instead of unset.
CREATE FUNCTION current_tenant_id() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE tenant text := current_setting('app.tenant_id');
BEGIN
  IF tenant = '' THEN
    RAISE EXCEPTION 'no tenant is set for this transaction' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN tenant;
END $$;

CREATE TABLE tenants (
  id text PRIMARY KEY CHECK (id LIKE 'ten\_%'),
  -- Identity in log and warehouse. Never reused: rows are closed, not deleted, and 0 stays free.
  tenant_key integer GENERATED ALWAYS AS IDENTITY (START 1 MINVALUE 1) UNIQUE,
  parent_id text REFERENCES tenants (id),
  mode text NOT NULL CHECK (mode IN ('live', 'test')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  placement text NOT NULL CHECK (placement IN ('pooled', 'dedicated')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
  timezone text NOT NULL DEFAULT 'UTC',
  late_grace_minutes integer NOT NULL DEFAULT 1440 CHECK (late_grace_minutes BETWEEN 0 AND 525600),
  currency text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  cost_per_failed_attempt numeric(12, 2) CHECK (cost_per_failed_attempt >= 0),
  cost_per_late_hour numeric(12, 2) CHECK (cost_per_late_hour >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((mode = 'test') = (parent_id IS NOT NULL))
);
-- A sandbox shares its parent's slug; a tenant has one sandbox.
CREATE UNIQUE INDEX tenants_slug ON tenants (slug, mode);
CREATE UNIQUE INDEX tenants_sandbox ON tenants (parent_id);

CREATE TABLE api_keys (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL UNIQUE CHECK (id LIKE 'key\_%'),
  prefix text NOT NULL,
  mac bytea NOT NULL CHECK (length(mac) = 32),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  role text,
  scopes text[] NOT NULL,
  sources text[],
  ip_allow text[],
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE audit_log (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now(),
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  request_id text NOT NULL,
  details jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

-- One wrapped key per person or delivery: deleting the row makes every text sealed with it unreadable, everywhere.
-- No foreign key: hundreds of rows come with one batch of events, and each would lock the tenant's row.
CREATE TABLE data_keys (
  tenant_id text NOT NULL,
  subject text NOT NULL,
  wrapped_key text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, subject)
);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
ALTER TABLE data_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE data_keys FORCE ROW LEVEL SECURITY;

CREATE POLICY own_row ON tenants TO dfras_app
  USING (id = (SELECT current_tenant_id())) WITH CHECK (id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON api_keys TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON audit_log TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON data_keys TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));

GRANT SELECT ON tenants TO dfras_app;
GRANT UPDATE (name, timezone, late_grace_minutes, currency, cost_per_failed_attempt, cost_per_late_hour, updated_at)
  ON tenants TO dfras_app;
GRANT SELECT, INSERT ON api_keys TO dfras_app;
GRANT UPDATE (name, expires_at, revoked_at) ON api_keys TO dfras_app;
GRANT SELECT, INSERT ON audit_log TO dfras_app;
GRANT SELECT, INSERT, DELETE ON data_keys TO dfras_app;

-- The operator makes and changes tenants, hands out their first keys and is written down for it, but reads no keys.
CREATE POLICY system_rows ON tenants TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_insert ON api_keys FOR INSERT TO dfras_system WITH CHECK (true);
CREATE POLICY system_insert ON audit_log FOR INSERT TO dfras_system WITH CHECK (true);
GRANT SELECT, INSERT ON tenants TO dfras_system;
GRANT UPDATE (name, status, placement, updated_at) ON tenants TO dfras_system;
GRANT INSERT ON api_keys TO dfras_system;
GRANT INSERT ON audit_log TO dfras_system;

CREATE POLICY definer_rows ON tenants FOR SELECT TO dfras_definer USING (true);
CREATE POLICY definer_rows ON api_keys TO dfras_definer USING (true) WITH CHECK (true);
GRANT SELECT ON tenants, api_keys TO dfras_definer;
GRANT UPDATE (last_used_at) ON api_keys TO dfras_definer;

-- One key by its id, with its tenant: the only way in which a credential is looked up before its tenant is known.
CREATE FUNCTION find_api_key(key_id text) RETURNS TABLE (
  id text, mac bytea, scopes text[], sources text[], ip_allow text[],
  expires_at timestamptz, revoked_at timestamptz,
  tenant_id text, tenant_key integer, parent_id text, mode text, placement text, status text, late_grace_minutes integer
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.mac, k.scopes, k.sources, k.ip_allow, k.expires_at, k.revoked_at,
         t.id, t.tenant_key, t.parent_id, t.mode, t.placement, t.status, t.late_grace_minutes
  FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
  WHERE k.id = find_api_key.key_id
$$;

-- Once a minute is exact enough, and spares a busy key a write for each look-up.
CREATE FUNCTION touch_api_key(key_id text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE api_keys SET last_used_at = now() 
  WHERE id = touch_api_key.key_id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
$$;

REVOKE ALL ON FUNCTION find_api_key(text), touch_api_key(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key(text), touch_api_key(text) TO dfras_system;
-- Giving a function away needs CREATE for its new owner, for this one moment.
GRANT CREATE ON SCHEMA public TO dfras_definer;
ALTER FUNCTION find_api_key(text) OWNER TO dfras_definer;
ALTER FUNCTION touch_api_key(text) OWNER TO dfras_definer;
REVOKE CREATE ON SCHEMA public FROM dfras_definer;
