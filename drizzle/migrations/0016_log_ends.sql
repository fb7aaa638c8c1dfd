-- Readers are told how far each partition goes now (topic:partition:next offset), so that they look where there is something.
CREATE OR REPLACE FUNCTION log_append(topics text[], partitions integer[], counts integer[], payloads bytea[])
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
  PERFORM pg_notify('dfras_log', (
    SELECT string_agg(concat_ws(':', p.topic, p.partition, p.next_offset), ',')
    FROM log_partitions p JOIN unnest(topics, partitions) AS i (topic, part)
      ON p.topic = i.topic AND p.partition = i.part));
END $$;
