#!/bin/sh
# Starts a PostgreSQL of its own for the tests, on loopback, and prints its URL. Started again, it is reused.
# Its data lie outside the work tree, since PostgreSQL refuses to run as root and its own user must reach them.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
home=${TMPDIR:-/tmp}/stafett-test-postgres-$(id -u)
port=${STAFETT_TEST_PORT:-54329}
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ ! -d "$home/data" ]; then
    mkdir -p "$home"
    if [ "$(id -u)" = 0 ]; then chown postgres "$home"; fi
    as "$bin/initdb" -D "$home/data" -U stafett -A trust -E UTF8 --locale=C >"/dev/null"
fi
if ! as "$bin/pg_ctl" -D "$home/data" status >/dev/null 2>&1; then
    as "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c fsync=off" start >/dev/null
fi
echo "postgres://stafett@127.0.0.1:$port/postgres"
