-- Two roles that own nothing. `dfras_app` sees one tenant's rows, named by app.tenant_id; `dfras_system` sees only
-- the tables and functions that later migrations grant by name.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dfras_app') THEN CREATE ROLE dfras_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dfras_system') THEN CREATE ROLE dfras_system NOLOGIN; END IF;
END $$;
GRANT dfras_app TO CURRENT_USER;
GRANT dfras_system TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO dfras_app, dfras_system;
