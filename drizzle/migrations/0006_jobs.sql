-- What scheduled jobs have done. The queue's own tables (schema graphile_worker) forget a job once it has ended.

-- Processes that take jobs from the queue; one that has not been seen for long is dead, and its jobs go to others.
CREATE TABLE job_workers (
  -- The name under which the queue locks its jobs; new with each start.
  id text PRIMARY KEY,
  -- Host and process id, for people.
  process text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- Every attempt, also of jobs that go over all tenants, which name none.
CREATE TABLE job_runs (
  id text PRIMARY KEY,
  job text NOT NULL,
  tenant_id text,
  worker_id text NOT NULL,
  process text NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'succeeded', 'retrying', 'failed', 'lost')),
  attempt integer NOT NULL,
  max_attempts integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  -- The kind of error, never its values.
  error text
);
CREATE INDEX job_runs_by_job ON job_runs (job, id);
CREATE INDEX job_runs_running ON job_runs (job) WHERE state = 'running';
-- Of jobs that run each second only the latest successes are kept: failures are found among few.
CREATE INDEX job_runs_not_succeeded ON job_runs (job, state, id) WHERE state <> 'succeeded';

-- How many attempts of an hour ended how: exact, also where the runs themselves are not kept.
CREATE TABLE job_counts (
  job text NOT NULL,
  hour timestamptz NOT NULL,
  succeeded integer NOT NULL DEFAULT 0,
  retrying integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  lost integer NOT NULL DEFAULT 0,
  PRIMARY KEY (job, hour)
);

ALTER TABLE job_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY system_rows ON job_runs TO dfras_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON job_runs, job_counts, job_workers TO dfras_system;
