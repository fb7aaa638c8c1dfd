-- Ranges of the log whose handling failed or hangs, the last one of each partition; over once the group has committed
-- beyond it. Written by whoever tries, read by operators.
CREATE TABLE waiting_ranges (
  consumer_group text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  first_offset bigint NOT NULL,
  -- Of the first failed try.
  since timestamptz NOT NULL,
  attempts integer NOT NULL,
  -- The kind of error, never its values.
  error text NOT NULL,
  -- Null while a try has not ended.
  next_try_at timestamptz,
  -- Host and process id.
  process text NOT NULL,
  PRIMARY KEY (consumer_group, topic, partition)
);
ALTER TABLE waiting_ranges ENABLE ROW LEVEL SECURITY;
ALTER TABLE waiting_ranges FORCE ROW LEVEL SECURITY;
CREATE POLICY system_rows ON waiting_ranges TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON waiting_ranges TO dfras_system;
