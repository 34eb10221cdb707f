--liquibase formatted sql

--changeset millrace:queue-table
CREATE TABLE queue -- those that are paused: a queue without a row here is an ordinary one
(
    name      text PRIMARY KEY,
    paused_at timestamptz NOT NULL DEFAULT now()
);
