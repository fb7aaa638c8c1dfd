-- A bulk import: its files are on disk, its rows become events, its batches carry its id.
CREATE TABLE imports (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  state text NOT NULL DEFAULT 'created'
    CHECK (state IN ('created', 'queued', 'running', 'settling', 'finished', 'failed', 'cancelled')),
  preset text,
  -- How rows become events; of a preset too, as it was when the import was made.
  mapping jsonb NOT NULL,
  -- The time that the files speak of: what is open then is judged by it. Null = now, and on.
  as_of timestamptz,
  notify boolean NOT NULL DEFAULT false,
  created_by text NOT NULL,
  -- What the credential that made it may write as; null = any source.
  sources jsonb,
  rows_read bigint NOT NULL DEFAULT 0,
  rows_failed bigint NOT NULL DEFAULT 0,
  events_accepted bigint NOT NULL DEFAULT 0,
  events_rejected bigint NOT NULL DEFAULT 0,
  -- Why it failed as a whole.
  problem jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  -- When all that it sent had been stored and folded: from then on its open deliveries are judged, then it finishes.
  settled_at timestamptz,
  finished_at timestamptz,
  -- Once settled: the clock that its open deliveries are judged by, as_of or that of a later import.
  clock_at timestamptz,
  -- Lines of import_errors.
  errors_kept bigint NOT NULL DEFAULT 0,
  -- What the work waits for just now, for people to see.
  waits_for text CHECK (waits_for IN ('event_log', 'pipeline')),
  -- It has ended, but its webhook has not been handed over or its files are still there.
  to_announce boolean NOT NULL DEFAULT false,
  -- Who works on it, and until when nobody else may. A worker's name is new for every lease: it is the fence.
  worker text,
  leased_until timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX imports_open ON imports (state, leased_until)
  WHERE state IN ('created', 'queued', 'running', 'settling') OR to_announce;

CREATE TABLE import_files (
  tenant_id text NOT NULL,
  import_id text NOT NULL,
  name text NOT NULL,
  -- Bytes on disk, and how many there will be; null until that is known.
  bytes bigint NOT NULL DEFAULT 0,
  total_bytes bigint,
  complete boolean NOT NULL DEFAULT false,
  encoding text NOT NULL DEFAULT 'identity' CHECK (encoding IN ('identity', 'gzip')),
  -- Whose upload is under way, and until when nobody else may write.
  writer text,
  written_until timestamptz,
  -- The order in which the files are read, by the mapping; null until the start.
  position integer,
  -- How far it has been read; a restart goes on after these rows.
  rows_read bigint NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  done boolean NOT NULL DEFAULT false,
  -- When its bytes were deleted; until then they count against the tenant's room on disk.
  removed_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, import_id, name),
  FOREIGN KEY (tenant_id, import_id) REFERENCES imports (tenant_id, id) ON DELETE CASCADE
);

-- What was wrong with rows, written in the transaction that says how far the file was read: each once.
CREATE TABLE import_errors (
  tenant_id text NOT NULL,
  import_id text NOT NULL,
  n bigint NOT NULL,
  line jsonb NOT NULL,
  PRIMARY KEY (tenant_id, import_id, n),
  FOREIGN KEY (tenant_id, import_id) REFERENCES imports (tenant_id, id) ON DELETE CASCADE
);

ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports FORCE ROW LEVEL SECURITY;
ALTER TABLE import_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_files FORCE ROW LEVEL SECURITY;
ALTER TABLE import_errors ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_errors FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON imports TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON import_files TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON import_errors TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON imports TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON imports, import_files, import_errors TO dfras_app;
-- Finding and leasing work spans tenants; everything else is done under the tenant's own role.
GRANT SELECT, UPDATE (worker, leased_until) ON imports TO dfras_system;

ALTER TABLE ingest_batches ADD COLUMN import_id text;
CREATE INDEX ingest_batches_by_import ON ingest_batches (tenant_id, import_id) WHERE import_id IS NOT NULL;

-- Of a delivery that only imports speak of: the latest of them, whose clock decides. Null = the tenant's clock.
ALTER TABLE due_checks ADD COLUMN import_id text;
-- Whether what follows is told to nobody, as what caused it was.
ALTER TABLE due_checks ADD COLUMN quiet boolean NOT NULL DEFAULT false;
DROP INDEX due_checks_by_time;
CREATE INDEX due_checks_by_time ON due_checks (tenant_id, due_at) WHERE import_id IS NULL;
CREATE INDEX due_checks_by_import ON due_checks (tenant_id, import_id, due_at) WHERE import_id IS NOT NULL;
