#!/usr/bin/env bash
# A PostgreSQL of your own, to try the hub with: its cluster is in a folder that
# is removed at the end, and it listens on a socket there and nowhere else.
#
#   packaging/postgres.sh                      prints its URL, runs until Ctrl-C
#   packaging/postgres.sh COMMAND ARGUMENTS…   runs the command with the URL in
#                                              GUICHET_DATABASE, ends with it
#
# The tests start theirs themselves (kiosk/hub/store/storetest). Both need the
# programs of Debian's package alone. The package also starts a cluster of its
# own when it is installed, unless one forbids it beforehand:
#
#   apt-get install postgresql-common
#   sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' \
#       /etc/postgresql-common/createcluster.conf
#   apt-get install postgresql

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || die "PostgreSQL is not installed (Debian: postgresql)"

# PostgreSQL refuses to run as root; Debian's package makes the user.
as_owner() { "$@"; }
cluster=$scratch/postgres
mkdir "$cluster"
if [ "$(id -u)" = 0 ]; then
	as_owner() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
	chmod 755 "$scratch"
	chown postgres: "$cluster"
fi
cd "$cluster"

as_owner "$programs/initdb" --pgdata "$cluster/data" --auth trust --username postgres \
	--encoding UTF8 --no-locale --data-checksums >"$scratch/initdb.log" || die "$(cat "$scratch/initdb.log")"

# pg_ctl waits until it answers, and until it has ended.
as_owner "$programs/pg_ctl" start --silent --pgdata "$cluster/data" --log "$cluster/log" \
	--options "-k $cluster -c listen_addresses=" || die "$(cat "$cluster/log")"
on_exit "as_owner '$programs/pg_ctl' stop --silent --mode fast --pgdata '$cluster/data'"
as_owner "$programs/createdb" --host "$cluster" --username postgres hub

export GUICHET_DATABASE="postgres://postgres@/hub?host=$cluster"
cd "$root"
if [ $# -gt 0 ]; then
	"$@"
else
	say "$GUICHET_DATABASE"
	sleep infinity &
	on_exit "kill $!"
	wait $!
fi
