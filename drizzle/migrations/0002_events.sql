-- The event log. Global: every record names its tenant, and only the system role reads or writes it.
-- next_offset is taken under the row's lock, held until commit, so offsets become visible in order and without gaps.
CREATE TABLE log_partitions (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 10);
INSERT INTO log_partitions (topic, partition)
SELECT topic, partition
FROM unnest(ARRAY['orders_raw', 'fleet_raw', 'warehouse_raw', 'customer_raw', 'external_raw',
                  'deliveries_touched', 'failures_detected', 'results', 'dead_letters']) AS topic,
     generate_series(0, 3) AS partition;

-- One row per appended batch and topic partition. The payload is framed by events/log/postgres/payload.ts.
CREATE TABLE log_batches (
  topic text NOT NULL,
  partition integer NOT NULL,
  first_offset bigint NOT NULL,
  last_offset bigint NOT NULL CHECK (last_offset >= first_offset),
  appended_at timestamptz NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (topic, partition, last_offset)
);
-- Compressed before it comes here.
ALTER TABLE log_batches ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE INDEX log_batches_by_age ON log_batches USING brin (appended_at);

CREATE TABLE log_offsets (
  consumer_group text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (consumer_group, topic, partition)
) WITH (fillfactor = 10);

CREATE TABLE log_members (
  consumer_group text NOT NULL,
  member text NOT NULL,
  lease_until timestamptz NOT NULL,
  PRIMARY KEY (consumer_group, member)
);

-- Who owns a partition number of a group's topics. The epoch grows with each owner and fences the commits of the last.
CREATE TABLE log_assignments (
  consumer_group text NOT NULL,
  partition integer NOT NULL,
  member text,
  epoch bigint NOT NULL DEFAULT 0,
  lease_until timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (consumer_group, partition)
);

GRANT SELECT, UPDATE ON log_partitions TO dfras_system;
GRANT SELECT, INSERT, DELETE ON log_batches TO dfras_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_offsets, log_members, log_assignments TO dfras_system;

-- Appends one payload per topic partition: locks in sorted order, gives the offsets, wakes the readers.
CREATE FUNCTION log_append(topics text[], partitions integer[], counts integer[], payloads bytea[])
RETURNS TABLE (topic text, partition integer, first_offset bigint)
LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
#variable_conflict use_column
BEGIN
  PERFORM 1 FROM log_partitions p JOIN unnest(topics, partitions) AS i (topic, part)
    ON p.topic = i.topic AND p.partition = i.part
    ORDER BY p.topic, p.partition FOR UPDATE OF p;
  RETURN QUERY
    WITH moved AS (
      UPDATE log_partitions p SET next_offset = p.next_offset + i.n
      FROM unnest(topics, partitions, counts, payloads) AS i (topic, part, n, payload)
      WHERE p.topic = i.topic AND p.partition = i.part
      RETURNING p.topic, p.partition AS part, p.next_offset AS next, i.n, i.payload
    )
    INSERT INTO log_batches AS b (topic, partition, first_offset, last_offset, appended_at, payload)
    SELECT m.topic, m.part, m.next - m.n, m.next - 1, clock_timestamp(), m.payload FROM moved m
    RETURNING b.topic, b.partition, b.first_offset;
  PERFORM pg_notify('dfras_log', array_to_string(ARRAY(SELECT DISTINCT unnest(partitions)), ','));
END $$;
REVOKE ALL ON FUNCTION log_append(text[], integer[], integer[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_append(text[], integer[], integer[], bytea[]) TO dfras_system;

-- One row per ingest request; the edge writes what it accepted, the sink counts up what became of it.
CREATE TABLE ingest_batches (
  tenant_id text NOT NULL,
  id text NOT NULL,
  accepted integer NOT NULL DEFAULT 0,
  duplicates integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  unavailable integer NOT NULL DEFAULT 0,
  stored integer NOT NULL DEFAULT 0,
  duplicate integer NOT NULL DEFAULT 0,
  conflict integer NOT NULL DEFAULT 0,
  quarantined integer NOT NULL DEFAULT 0,
  -- Null until the edge has said what it accepted: the sink may be faster.
  accepted_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE quarantine (
  tenant_id text NOT NULL,
  id text NOT NULL,
  stage text NOT NULL CHECK (stage IN ('edge', 'store')),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  source text NOT NULL,
  event_id text NOT NULL,
  type text,
  code text NOT NULL,
  pointer text NOT NULL,
  errors jsonb NOT NULL,
  -- What was sent: sealed at the edge, or the log's record, whose personal members are sealed already.
  raw text NOT NULL,
  schema_version text NOT NULL,
  batch_id text NOT NULL,
  request_id text NOT NULL,
  seen integer NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX quarantine_open ON quarantine (tenant_id, source, event_id, stage) WHERE status = 'open';

ALTER TABLE ingest_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE ingest_batches FORCE ROW LEVEL SECURITY;
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantine FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON ingest_batches TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY own_rows ON quarantine TO dfras_app
  USING (tenant_id = (SELECT current_tenant_id())) WITH CHECK (tenant_id = (SELECT current_tenant_id()));
CREATE POLICY system_rows ON ingest_batches TO dfras_system USING (true) WITH CHECK (true);
CREATE POLICY system_rows ON quarantine TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON ingest_batches, quarantine TO dfras_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ingest_batches, quarantine TO dfras_system;
