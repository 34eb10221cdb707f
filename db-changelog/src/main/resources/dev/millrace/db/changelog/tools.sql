--liquibase formatted sql

-- definition is json, not jsonb: a form shows the parameters in the order in which their author wrote them.

--changeset millrace:tool-tables
CREATE TABLE tool
(
    name       text PRIMARY KEY,
    revision   integer     NOT NULL,
    origin     text        NOT NULL CHECK (origin IN ('DIRECTORY', 'API')),
    updated_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz
);
CREATE TABLE tool_revision
(
    name       text        NOT NULL REFERENCES tool (name),
    revision   integer     NOT NULL,
    definition json        NOT NULL,
    digest     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, revision)
);
