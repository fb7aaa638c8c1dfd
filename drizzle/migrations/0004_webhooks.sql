-- Outbound webhooks: where tenants want to hear (endpoints), what they are told (messages), the state of telling each
-- endpoint (deliveries) and every try (attempts). Dispatch and delivery run as dfras_system across tenants.
CREATE TABLE webhook_endpoints (
  tenant_id text NOT NULL,
  id text NOT NULL,
  url text NOT NULL,
  event_types text[] NOT NULL,
  description text NOT NULL DEFAULT '',
  secret text NOT NULL,
  -- [{"secret": sealed, "until": RFC 3339}]: keys rotated away that still sign until then.
  previous_secrets jsonb NOT NULL DEFAULT '[]',
  enabled boolean NOT NULL DEFAULT true,
  disabled_reason text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE webhook_messages (
  tenant_id text NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  object_id text NOT NULL,
  version integer NOT NULL,
  -- The exact bytes that are signed and sent, hence text and not jsonb.
  payload text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX webhook_messages_by_time ON webhook_messages (tenant_id, created_at, id);

CREATE TABLE webhook_deliveries (
  tenant_id text NOT NULL,
  message_id text NOT NULL,
  endpoint_id text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
  -- Tries begun. Counted when leased, so that it also fences: an outcome is taken only from the latest lease.
  attempts integer NOT NULL DEFAULT 0,
  -- When it may be leased next: the next try, or the end of the lease of a try in hand.
  next_attempt_at timestamptz(3) NOT NULL DEFAULT now(),
  last_attempt_at timestamptz(3),
  last_status integer,
  last_error text,
  PRIMARY KEY (tenant_id, message_id, endpoint_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tenant_id, endpoint_id, next_attempt_at) WHERE state = 'pending';

CREATE TABLE webhook_attempts (
  tenant_id text NOT NULL,
  message_id text NOT NULL,
  endpoint_id text NOT NULL,
  attempt integer NOT NULL,
  id text NOT NULL,
  attempted_at timestamptz(3) NOT NULL,
  duration_ms integer NOT NULL,
  status integer,
  error text,
  response_body text,
  PRIMARY KEY (tenant_id, message_id, endpoint_id, attempt)
);

-- Where dispatch stands in the log, written with the messages of the same range. Global.
CREATE TABLE webhook_positions (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (topic, partition)
);

ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_endpoints FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_attempts FORCE ROW LEVEL SECURITY;

CREATE POLICY own_rows ON webhook_endpoints TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON webhook_messages TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON webhook_deliveries TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON webhook_attempts TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON webhook_endpoints TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON webhook_messages TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON webhook_deliveries TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON webhook_attempts TO dfras_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoints TO dfras_app;
GRANT SELECT ON webhook_messages, webhook_deliveries, webhook_attempts TO dfras_app;
GRANT UPDATE (state, last_error) ON webhook_deliveries TO dfras_app;

GRANT SELECT, UPDATE (enabled, disabled_reason) ON webhook_endpoints TO dfras_system;
GRANT SELECT, INSERT ON webhook_messages, webhook_attempts TO dfras_system;
GRANT SELECT, INSERT, UPDATE ON webhook_deliveries TO dfras_system;
GRANT SELECT, INSERT, UPDATE ON webhook_positions TO dfras_system;

-- Leases up to `batch` due deliveries for `lease_seconds`, at most `room` per endpoint; `busy_endpoints` have the room
-- named in `busy_room` instead. It hops from endpoint to endpoint over the index of pending deliveries and visits them in
-- random order, so that one endpoint's backlog neither hides nor slows the others.
CREATE FUNCTION lease_due_deliveries(batch integer, lease_seconds double precision, room integer, busy_endpoints text[], busy_room integer[])
RETURNS TABLE (
  tenant_id text, message_id text, endpoint_id text, attempt integer,
  url text, secret text, previous_secrets jsonb, payload text
)
LANGUAGE sql VOLATILE SET jit = off SET search_path = public, pg_temp
BEGIN ATOMIC
  WITH RECURSIVE waiting (tenant_id, endpoint_id) AS (
    (SELECT d.tenant_id, d.endpoint_id FROM webhook_deliveries d WHERE d.state = 'pending'
     ORDER BY d.tenant_id, d.endpoint_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id, n.endpoint_id FROM waiting w CROSS JOIN LATERAL (
      SELECT d.tenant_id, d.endpoint_id FROM webhook_deliveries d
      WHERE d.state = 'pending' AND (d.tenant_id, d.endpoint_id) > (w.tenant_id, w.endpoint_id)
      ORDER BY d.tenant_id, d.endpoint_id LIMIT 1
    ) n
  ), ready AS MATERIALIZED (
    SELECT e.tenant_id, e.id, e.url, e.secret, e.previous_secrets, coalesce(b.room, lease_due_deliveries.room) AS room
    FROM waiting w
    JOIN webhook_endpoints e ON e.tenant_id = w.tenant_id AND e.id = w.endpoint_id AND e.enabled
    LEFT JOIN unnest(busy_endpoints, busy_room) AS b (id, room) ON b.id = e.id
    WHERE coalesce(b.room, lease_due_deliveries.room) > 0
    ORDER BY random()
  ), due AS MATERIALIZED (
    SELECT r.url, r.secret, r.previous_secrets, c.* FROM ready r CROSS JOIN LATERAL (
      SELECT d.tenant_id, d.message_id, d.endpoint_id FROM webhook_deliveries d
      WHERE d.state = 'pending' AND d.tenant_id = r.tenant_id AND d.endpoint_id = r.id AND d.next_attempt_at <= now()
      ORDER BY d.next_attempt_at LIMIT r.room
      FOR UPDATE SKIP LOCKED
    ) c LIMIT batch
  )
  UPDATE webhook_deliveries d
  SET attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => lease_seconds)
  FROM due JOIN webhook_messages m ON m.tenant_id = due.tenant_id AND m.id = due.message_id
  WHERE d.tenant_id = due.tenant_id AND d.message_id = due.message_id AND d.endpoint_id = due.endpoint_id
  RETURNING d.tenant_id, d.message_id, d.endpoint_id, d.attempts, due.url, due.secret, due.previous_secrets, m.payload;
END;
REVOKE ALL ON FUNCTION lease_due_deliveries FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lease_due_deliveries TO dfras_system;
