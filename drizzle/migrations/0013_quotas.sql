-- Events a second that the tenant may send; null for what every tenant may.
ALTER TABLE tenants ADD COLUMN events_per_second integer CHECK (events_per_second BETWEEN 1 AND 1000000);
GRANT UPDATE (events_per_second) ON tenants TO dfras_system;

-- As find_api_key, with the quota. A function of its own: processes of the version before go on with theirs.
CREATE FUNCTION find_credential(key_id text) RETURNS TABLE (
  id text, mac bytea, scopes text[], sources text[], ip_allow text[],
  expires_at timestamptz, revoked_at timestamptz,
  tenant_id text, tenant_key integer, parent_id text, mode text, placement text, status text,
  late_grace_minutes integer, events_per_second integer
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.mac, k.scopes, k.sources, k.ip_allow, k.expires_at, k.revoked_at,
         t.id, t.tenant_key, t.parent_id, t.mode, t.placement, t.status, t.late_grace_minutes, t.events_per_second
  FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
  WHERE k.id = find_credential.key_id
$$;
REVOKE ALL ON FUNCTION find_credential(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_credential(text) TO dfras_system;
GRANT CREATE ON SCHEMA public TO dfras_definer;
ALTER FUNCTION find_credential(text) OWNER TO dfras_definer;
REVOKE CREATE ON SCHEMA public FROM dfras_definer;
