-- By what way a record came, what became of it, and replays of many at once.
ALTER TABLE quarantine
  ADD COLUMN import_id text,
  ADD COLUMN traceparent text,
  -- How it was closed: the event came again in order, somebody sent it again from here, or somebody gave it up.
  ADD COLUMN resolution text CHECK (resolution IN ('corrected', 'resubmitted', 'rejected')),
  ADD COLUMN closed_by text,
  -- Why it was given up. Sealed: free words may name people.
  ADD COLUMN closed_note text,
  -- The batch with which the event came in order.
  ADD COLUMN closed_batch_id text,
  ADD COLUMN resubmitted_at timestamptz,
  ADD COLUMN resubmitted_by text,
  ADD COLUMN resubmitted_batch_id text;
UPDATE quarantine SET resolution = 'corrected' WHERE status = 'closed';

CREATE INDEX quarantine_open_by_id ON quarantine (tenant_id, id) WHERE status = 'open';
CREATE INDEX quarantine_by_batch ON quarantine (tenant_id, batch_id);
CREATE INDEX quarantine_by_import ON quarantine (tenant_id, import_id, id) WHERE import_id IS NOT NULL;
-- What the store stage looks for with each range: there are few of them.
CREATE INDEX quarantine_open_stored ON quarantine (tenant_id, source, event_id)
  WHERE status = 'open' AND (stage = 'store' OR code = 'event_id_conflict');
CREATE INDEX quarantine_by_age ON quarantine USING brin (last_seen_at);

-- The request behind a batch, so that what came with it can be found in logs and traces.
ALTER TABLE ingest_batches
  ADD COLUMN request_id text,
  ADD COLUMN traceparent text,
  ADD COLUMN actor_id text;

-- Many items sent again at once: worked off in portions by the job `replay_quarantine`.
CREATE TABLE quarantine_replays (
  tenant_id text NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'finished')),
  filter jsonb NOT NULL,
  -- Of the filter: the same one is not worked off twice at once.
  filter_hash text NOT NULL,
  -- As whom events are accepted: the credential that asked.
  actor_id text NOT NULL,
  sources jsonb,
  request_id text NOT NULL,
  -- Open items that the filter took when it was made; items made later are left out.
  matched integer NOT NULL,
  until_id text NOT NULL,
  -- The last item gone through.
  after_id text NOT NULL DEFAULT '',
  done integer NOT NULL DEFAULT 0,
  accepted integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX quarantine_replays_open ON quarantine_replays (tenant_id, filter_hash) WHERE state <> 'finished';

ALTER TABLE quarantine_replays ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantine_replays FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON quarantine_replays TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON quarantine_replays TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON quarantine_replays TO dfras_app;
-- Finding work and forgetting old replays spans tenants; the work itself is done under the tenant's own role.
GRANT SELECT, DELETE ON quarantine_replays TO dfras_system;
