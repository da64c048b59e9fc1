#!/bin/sh
# Run once by PostgreSQL's image when it makes the database: the owner of the tables, the reader of the record, and the
# database. Neither role is a superuser. The site grants the reader its rights by itself (manage.py record_role).
set -eu
secrets="${SECRETS:-/run/secrets}"
owner_password="$(cat "$secrets/owner-password")"
reader_password="$(cat "$secrets/reader-password")"
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
  --set=owner_password="$owner_password" --set=reader_password="$reader_password" <<'SQL'
create role attest login password :'owner_password';
create role attest_reader login password :'reader_password';
create database attest owner attest encoding 'UTF8' template template0;
revoke all on database attest from public;
alter role attest_reader in database attest set statement_timeout = '20s';
alter role attest_reader in database attest set default_transaction_read_only = on;
SQL
