-- The slow lane of the event log: what comes from who sends much.
INSERT INTO log_partitions (topic, partition)
SELECT topic, partition
FROM unnest(ARRAY['bulk_raw', 'deliveries_touched_bulk', 'failures_detected_bulk']) AS topic,
     generate_series(0, 3) AS partition;
