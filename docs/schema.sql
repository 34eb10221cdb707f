-- What "millrace migrate" makes, written from a migrated database for people to read: tables with their partitions and
-- indexes, functions without what is in them, and views. The slices of the history, which come and go, are left out.
-- The files of db-changelog/src/main/resources/dev/millrace/db/changelog make it, and say why it is so.

CREATE SEQUENCE job_event_number;

CREATE TABLE artifact (
    job_id     uuid NOT NULL,
    attempt    integer NOT NULL,
    name       text NOT NULL,
    bytes      bigint NOT NULL,
    media_type text NOT NULL,
    sha256     text NOT NULL,
    CONSTRAINT artifact_pkey PRIMARY KEY (job_id, attempt, name)
)
PARTITION BY RANGE (job_id);

CREATE TABLE artifact_rest PARTITION OF artifact
DEFAULT;

CREATE TABLE attempt (
    job_id        uuid NOT NULL,
    number        integer NOT NULL,
    worker_id     uuid NOT NULL,
    state         text NOT NULL,
    started_at    timestamp with time zone NOT NULL DEFAULT now(),
    finished_at   timestamp with time zone,
    exit_code     integer,
    signal        text,
    stop_reason   text,
    survivors     integer,
    error_code    text,
    error_message text,
    host          text,
    pid           bigint,
    cpu_time_ms   bigint,
    peak_memory   bigint,
    output_bytes  bigint,
    stopped_by    text,
    CONSTRAINT attempt_pkey PRIMARY KEY (job_id, number),
    CONSTRAINT attempt_state_check CHECK ((state = ANY (ARRAY['SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text, 'LOST'::text, 'RELEASED'::text]))),
    CONSTRAINT attempt_stop_reason_check CHECK ((stop_reason = ANY (ARRAY['CANCEL'::text, 'TIMEOUT'::text, 'DRAIN'::text, 'LIMIT'::text, 'LOST'::text])))
)
PARTITION BY RANGE (job_id);

CREATE TABLE attempt_rest PARTITION OF attempt
DEFAULT;

CREATE TABLE history_slice (
    name      text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at   timestamp with time zone NOT NULL,
    CONSTRAINT history_slice_pkey PRIMARY KEY (name),
    CONSTRAINT history_slice_starts_at_key UNIQUE (starts_at)
);

CREATE TABLE history_table (
    name       text NOT NULL,
    kind       text NOT NULL,
    id         text NOT NULL,
    made_after smallint NOT NULL,
    CONSTRAINT history_table_pkey PRIMARY KEY (name)
);

CREATE TABLE idempotency (
    key        text NOT NULL,
    digest     text NOT NULL,
    job_id     uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_pkey PRIMARY KEY (key)
);
CREATE INDEX idempotency_expires_idx ON idempotency USING btree (expires_at);

CREATE TABLE job (
    id                  uuid NOT NULL,
    tool                text NOT NULL,
    tool_revision       integer NOT NULL,
    state               text NOT NULL,
    queue               text NOT NULL,
    priority            smallint NOT NULL,
    parameters          json NOT NULL,
    labels              jsonb NOT NULL DEFAULT '{}'::jsonb,
    timeout_ms          bigint NOT NULL,
    max_attempts        integer NOT NULL,
    attempt             integer NOT NULL DEFAULT 0,
    failures            integer NOT NULL DEFAULT 0,
    created_at          timestamp with time zone NOT NULL DEFAULT now(),
    run_at              timestamp with time zone NOT NULL DEFAULT now(),
    queued_at           timestamp with time zone,
    started_at          timestamp with time zone,
    finished_at         timestamp with time zone,
    worker_id           uuid,
    progress            smallint,
    progress_message    text,
    error_code          text,
    error_message       text,
    cancel_requested_at timestamp with time zone,
    retry_of            uuid,
    cancel_requested_by text,
    submitted_by        text NOT NULL DEFAULT 'anonymous'::text,
    uniqueness          json,
    CONSTRAINT job_priority_check CHECK (((priority >= 0) AND (priority <= 3))),
    CONSTRAINT job_state_check CHECK ((state = ANY (ARRAY['SCHEDULED'::text, 'QUEUED'::text, 'RUNNING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text])))
)
PARTITION BY LIST (state);
CREATE INDEX job_labels_idx ON job USING gin (labels jsonb_path_ops) WHERE (labels <> '{}'::jsonb);
CREATE INDEX job_retry_of_idx ON job USING btree (retry_of) WHERE (retry_of IS NOT NULL);
CREATE INDEX job_state_idx ON job USING btree (state, id DESC) WHERE (length(state) <> 0);
CREATE INDEX job_tool_idx ON job USING btree (tool, id DESC) WHERE (tool IS NOT NULL);

CREATE TABLE job_finished PARTITION OF job (
    CONSTRAINT job_finished_pkey PRIMARY KEY (id)
)
FOR VALUES IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
PARTITION BY RANGE (id);
CREATE INDEX job_finished_at_idx ON job_finished USING btree (finished_at);

CREATE TABLE job_live PARTITION OF job (
    CONSTRAINT job_live_pkey PRIMARY KEY (id)
)
FOR VALUES IN ('SCHEDULED', 'QUEUED', 'RUNNING');
CREATE INDEX job_due_idx ON job_live USING btree (run_at) WHERE (state = 'SCHEDULED'::text);
CREATE INDEX job_fetch_idx ON job_live USING btree (priority, queued_at, id) WHERE (state = 'QUEUED'::text);
CREATE INDEX job_running_idx ON job_live USING btree (worker_id) WHERE (state = 'RUNNING'::text);
CREATE INDEX job_waiting_idx ON job_live USING btree (queue, state, priority, queued_at, id) WHERE (state = ANY (ARRAY['QUEUED'::text, 'SCHEDULED'::text]));

CREATE TABLE job_finished_rest PARTITION OF job_finished
DEFAULT;

CREATE TABLE job_event (
    number  bigint NOT NULL,
    job_id  uuid NOT NULL,
    tool    text NOT NULL,
    type    text NOT NULL,
    state   text NOT NULL,
    attempt integer NOT NULL,
    at      timestamp with time zone NOT NULL DEFAULT now(),
    data    json NOT NULL DEFAULT '{}'::json,
    CONSTRAINT job_event_pkey PRIMARY KEY (job_id, number)
)
PARTITION BY RANGE (job_id);
CREATE INDEX job_event_number_idx ON job_event USING btree (number);

CREATE TABLE job_event_rest PARTITION OF job_event
DEFAULT;

CREATE TABLE job_log (
    job_id     uuid NOT NULL,
    attempt    integer NOT NULL,
    first_line bigint NOT NULL,
    lines      integer NOT NULL,
    content    text NOT NULL,
    CONSTRAINT job_log_pkey PRIMARY KEY (job_id, attempt, first_line)
)
PARTITION BY RANGE (job_id);

CREATE TABLE job_log_rest PARTITION OF job_log
DEFAULT;

CREATE TABLE job_result (
    job_id uuid NOT NULL,
    result json NOT NULL,
    CONSTRAINT job_result_pkey PRIMARY KEY (job_id)
)
PARTITION BY RANGE (job_id);

CREATE TABLE job_result_rest PARTITION OF job_result
DEFAULT;

CREATE TABLE jobrunr_backgroundjobservers (
    id                         character(36) NOT NULL,
    workerpoolsize             integer NOT NULL,
    pollintervalinseconds      integer NOT NULL,
    firstheartbeat             timestamp(6) without time zone NOT NULL,
    lastheartbeat              timestamp(6) without time zone NOT NULL,
    running                    integer NOT NULL,
    systemtotalmemory          bigint NOT NULL,
    systemfreememory           bigint NOT NULL,
    systemcpuload              numeric(3,2) NOT NULL,
    processmaxmemory           bigint NOT NULL,
    processfreememory          bigint NOT NULL,
    processallocatedmemory     bigint NOT NULL,
    processcpuload             numeric(3,2) NOT NULL,
    deletesucceededjobsafter   character varying(32),
    permanentlydeletejobsafter character varying(32),
    name                       character varying(128),
    CONSTRAINT jobrunr_backgroundjobservers_pkey PRIMARY KEY (id)
);
CREATE INDEX jobrunr_bgjobsrvrs_fsthb_idx ON jobrunr_backgroundjobservers USING btree (firstheartbeat);
CREATE INDEX jobrunr_bgjobsrvrs_lsthb_idx ON jobrunr_backgroundjobservers USING btree (lastheartbeat);

CREATE TABLE jobrunr_jobs (
    id             character(36) NOT NULL,
    version        integer NOT NULL,
    jobasjson      text NOT NULL,
    jobsignature   character varying(512) NOT NULL,
    state          character varying(36) NOT NULL,
    createdat      timestamp without time zone NOT NULL,
    updatedat      timestamp without time zone NOT NULL,
    scheduledat    timestamp without time zone,
    recurringjobid character varying(128),
    CONSTRAINT jobrunr_jobs_pkey PRIMARY KEY (id)
);
CREATE INDEX jobrunr_job_created_at_idx ON jobrunr_jobs USING btree (createdat);
CREATE INDEX jobrunr_job_rci_idx ON jobrunr_jobs USING btree (recurringjobid);
CREATE INDEX jobrunr_job_scheduled_at_idx ON jobrunr_jobs USING btree (scheduledat);
CREATE INDEX jobrunr_job_signature_idx ON jobrunr_jobs USING btree (jobsignature);
CREATE INDEX jobrunr_jobs_state_updated_idx ON jobrunr_jobs USING btree (state, updatedat);
CREATE INDEX jobrunr_state_idx ON jobrunr_jobs USING btree (state);

CREATE TABLE jobrunr_metadata (
    id        character varying(156) NOT NULL,
    name      character varying(92) NOT NULL,
    owner     character varying(64) NOT NULL,
    value     text NOT NULL,
    createdat timestamp without time zone NOT NULL,
    updatedat timestamp without time zone NOT NULL,
    CONSTRAINT jobrunr_metadata_pkey PRIMARY KEY (id)
);

CREATE TABLE jobrunr_migrations (
    id          character(36) NOT NULL,
    script      character varying(64) NOT NULL,
    installedon character varying(29) NOT NULL,
    CONSTRAINT jobrunr_migrations_pkey PRIMARY KEY (id)
);

CREATE TABLE jobrunr_recurring_jobs (
    id        character(128) NOT NULL,
    version   integer NOT NULL,
    jobasjson text NOT NULL,
    createdat bigint NOT NULL DEFAULT '0'::bigint,
    CONSTRAINT jobrunr_recurring_jobs_pkey PRIMARY KEY (id)
);
CREATE INDEX jobrunr_recurring_job_created_at_idx ON jobrunr_recurring_jobs USING btree (createdat);

CREATE TABLE queue (
    name      text NOT NULL,
    paused_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT queue_pkey PRIMARY KEY (name)
);

CREATE TABLE tool (
    name       text NOT NULL,
    revision   integer NOT NULL,
    origin     text NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    removed_at timestamp with time zone,
    CONSTRAINT tool_origin_check CHECK ((origin = ANY (ARRAY['DIRECTORY'::text, 'API'::text]))),
    CONSTRAINT tool_pkey PRIMARY KEY (name)
);

CREATE TABLE tool_revision (
    name       text NOT NULL,
    revision   integer NOT NULL,
    definition json NOT NULL,
    digest     text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT tool_revision_name_fkey FOREIGN KEY (name) REFERENCES tool(name),
    CONSTRAINT tool_revision_pkey PRIMARY KEY (name, revision)
);

CREATE TABLE unique_key (
    key        text NOT NULL,
    job_id     uuid NOT NULL,
    expires_at timestamp with time zone,
    CONSTRAINT unique_key_pkey PRIMARY KEY (key)
);

CREATE TABLE worker (
    id         uuid NOT NULL,
    name       text NOT NULL,
    host       text NOT NULL,
    pid        bigint NOT NULL,
    version    text NOT NULL,
    slots      integer NOT NULL,
    queues     text[] NOT NULL,
    state      text NOT NULL,
    started_at timestamp with time zone NOT NULL DEFAULT now(),
    seen_at    timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT worker_pkey PRIMARY KEY (id),
    CONSTRAINT worker_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'DRAINING'::text, 'STOPPED'::text, 'LOST'::text])))
);
CREATE INDEX worker_seen_idx ON worker USING btree (seen_at) WHERE (state = ANY (ARRAY['RUNNING'::text, 'DRAINING'::text]));

CREATE FUNCTION add_history_slice(starts timestamp with time zone, ends timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp';
REVOKE EXECUTE ON FUNCTION add_history_slice(timestamp with time zone,timestamp with time zone) FROM PUBLIC;

CREATE FUNCTION drop_history_slice(slice text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp';
REVOKE EXECUTE ON FUNCTION drop_history_slice(text) FROM PUBLIC;

CREATE FUNCTION history_id(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION jobrunr_changed_at(job job)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE;

CREATE FUNCTION jobrunr_json(job job)
 RETURNS text
 LANGUAGE sql
 STABLE;

CREATE FUNCTION jobrunr_signature()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION jobrunr_version(job job)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE;

CREATE FUNCTION queue_head(lane text, first smallint, most integer)
 RETURNS TABLE(id uuid, priority smallint, queued_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE ROWS 10
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET enable_incremental_sort TO 'off';

CREATE VIEW jobrunr_jobs_stats AS
 WITH job_stat_results AS (
         SELECT jobrunr_jobs.state,
            count(*) AS count
           FROM jobrunr_jobs
          GROUP BY jobrunr_jobs.state
        UNION ALL
         SELECT jobrunr_tool_jobs.state,
            count(*) AS count
           FROM jobrunr_tool_jobs
          GROUP BY jobrunr_tool_jobs.state
        )
 SELECT COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results), 0::numeric) AS total,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'AWAITING'::text), 0::numeric) AS awaiting,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'SCHEDULED'::text), 0::numeric) AS scheduled,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'ENQUEUED'::text), 0::numeric) AS enqueued,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'PROCESSING'::text), 0::numeric) AS processing,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'PROCESSED'::text), 0::numeric) AS processed,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'FAILED'::text), 0::numeric) AS failed,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'SUCCEEDED'::text), 0::numeric) AS succeeded,
    COALESCE(( SELECT jm.value::character(10)::numeric(10,0) AS value
           FROM jobrunr_metadata jm
          WHERE jm.id::text = 'succeeded-jobs-counter-cluster'::text), 0::numeric) AS alltimesucceeded,
    COALESCE(( SELECT sum(job_stat_results.count) AS sum
           FROM job_stat_results
          WHERE job_stat_results.state::text = 'DELETED'::text), 0::numeric) AS deleted,
    ( SELECT count(*) AS count
           FROM jobrunr_backgroundjobservers) AS nbrofbackgroundjobservers,
    ( SELECT count(*) AS count
           FROM jobrunr_recurring_jobs) AS nbrofrecurringjobs;

CREATE VIEW jobrunr_tool_jobs AS
 SELECT id::text::character(36) AS id,
    jobrunr_version(job.*) AS version,
    jobrunr_json(job.*) AS jobasjson,
    jobrunr_signature()::character varying(512) AS jobsignature,
        CASE state
            WHEN 'QUEUED'::text THEN 'ENQUEUED'::text
            WHEN 'RUNNING'::text THEN 'PROCESSING'::text
            WHEN 'CANCELLED'::text THEN 'DELETED'::text
            ELSE state
        END::character varying(36) AS state,
    (created_at AT TIME ZONE 'UTC'::text)::timestamp(6) without time zone AS createdat,
    (jobrunr_changed_at(job.*) AT TIME ZONE 'UTC'::text)::timestamp(6) without time zone AS updatedat,
        CASE
            WHEN state = 'SCHEDULED'::text THEN (run_at AT TIME ZONE 'UTC'::text)
            ELSE NULL::timestamp without time zone
        END AS scheduledat,
    NULL::character varying(128) AS recurringjobid
   FROM job;
