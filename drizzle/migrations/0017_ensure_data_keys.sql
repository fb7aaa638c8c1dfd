-- The data keys of some subjects of one tenant, made where there are none: one statement and one round trip instead of a
-- transaction of five. Row level security holds within: the tenant is set until the transaction ends.
CREATE FUNCTION ensure_data_keys(tenant text, wanted text[], wrapped text[])
RETURNS TABLE (subject text, wrapped_key text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.tenant_id', tenant, true);
  INSERT INTO data_keys (tenant_id, subject, wrapped_key)
  SELECT tenant, * FROM unnest(wanted, wrapped)
  ON CONFLICT DO NOTHING;
  -- A statement of its own: it sees what another process made while the insert waited for it.
  RETURN QUERY SELECT k.subject, k.wrapped_key FROM data_keys k
    WHERE k.tenant_id = tenant AND k.subject = ANY(wanted);
END $$;
REVOKE ALL ON FUNCTION ensure_data_keys(text, text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_data_keys(text, text[], text[]) TO dfras_app;
