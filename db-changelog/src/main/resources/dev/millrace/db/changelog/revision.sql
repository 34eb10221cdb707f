--liquibase formatted sql

-- Each change of the schema ends with the next of these. Nodes wait for the last one that they know, and "millrace
-- migrate" leaves a database alone that has others.

--changeset millrace:revision-1
SELECT 1;
