-- A role that may read the portal's figures and nothing else, for READ_DATABASE_URL.
-- Run it on the primary, in the portal's database, as the role of DATABASE_URL, which owns what build makes:
--   psql --dbname=portal --variable=reader=portal_reader --file=deploy/postgresql/reader.sql
-- It may be run again. Give the role its password afterwards, with \password portal_reader.
\set ON_ERROR_STOP on
\if :{?reader}
\else
  \set reader portal_reader
\endif

SELECT format('CREATE ROLE %I LOGIN NOINHERIT CONNECTION LIMIT 60', :'reader')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'reader') \gexec

ALTER ROLE :"reader" SET default_transaction_read_only = on;
ALTER ROLE :"reader" SET statement_timeout = '30s';

-- By default anybody may make temporary tables, and connect to every database.
SELECT format('REVOKE TEMPORARY, CREATE, CONNECT ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'reader') \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- What build makes from now on: a schema for each state of the files.
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO :"reader";
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO :"reader";

-- What it has made until now.
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, :'reader')
FROM pg_namespace WHERE nspname LIKE 'portal\_%' \gexec
SELECT format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', nspname, :'reader')
FROM pg_namespace WHERE nspname LIKE 'portal\_%' \gexec
