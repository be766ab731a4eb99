#!/bin/sh
# With containers: what docs/running.md does by hand in step 4. The image of PostgreSQL runs it once,
# as its superuser, when the volume is still empty. The portal's role owns its database, nothing else.
set -eu
# The password is read by psql itself: on a command line everybody who lists processes reads it.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<SQL
\set password \`cat "${DORST_PASSWORD_FILE}"\`
CREATE ROLE dorst LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE dorst OWNER dorst ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE dorst FROM PUBLIC;
SQL
