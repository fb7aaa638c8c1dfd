-- Roles that own no table. `dfras_app` sees one tenant's rows, named by app.tenant_id; `dfras_system` sees only the
-- tables and functions that later migrations grant by name. `dfras_definer` owns the SECURITY DEFINER functions and
-- can do nothing but what they need, so that they work under FORCE ROW LEVEL SECURITY without a superuser.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dfras_app') THEN CREATE ROLE dfras_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dfras_system') THEN CREATE ROLE dfras_system NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dfras_definer') THEN CREATE ROLE dfras_definer NOLOGIN; END IF;
END $$;
GRANT dfras_app TO CURRENT_USER;
GRANT dfras_system TO CURRENT_USER;
GRANT dfras_definer TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO dfras_app, dfras_system, dfras_definer;
