--liquibase formatted sql

--changeset millrace:worker-table
CREATE TABLE worker
(
    id         uuid PRIMARY KEY,
    name       text        NOT NULL,
    host       text        NOT NULL,
    pid        bigint      NOT NULL,
    version    text        NOT NULL,
    slots      integer     NOT NULL,
    queues     text[]      NOT NULL, -- empty: all
    state      text        NOT NULL CHECK (state IN ('RUNNING', 'DRAINING', 'STOPPED', 'LOST')),
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX worker_seen_idx ON worker (seen_at) WHERE state IN ('RUNNING', 'DRAINING');
