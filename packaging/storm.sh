#!/usr/bin/env bash
# Breaks a whole kiosk on purpose, for an hour or so: visits with faults of the
# printer, the network, the disk, the clock and the power; cuts of the power with
# a disk that forgets what was not synced; errors of the disk at each change of a
# submission's life; thousands of visits of one process. It says what was played
# and ends with one line.
#
#   packaging/storm.sh
#   SEED=2026 packaging/storm.sh      plays the same again
#   VISITS=100 CUTS=10 INDICES=5 SOAK=500 packaging/storm.sh    fewer; INDICES=0 is each
#
# It needs /dev/fuse, and strace where ptrace is allowed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

need_to_build
need_packages fuse3 strace
[ -c /dev/fuse ] || die "There is no /dev/fuse: the disk that forgets cannot be mounted."
export GUICHET_NEED_FUSE=1 GUICHET_NEED_STRACE=1

seed=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
say "SEED=$seed plays the same again."
passed=0
go test -c -o "$scratch/storm.test" ./kiosk/storm

# play WHAT TEST FLAGS…: one test with its long count.
play() {
	local what=$1 test=$2 began=$SECONDS log="$scratch/$2.log"
	shift 2
	printf '\n== %s\n' "$what"
	(cd kiosk/storm && "$scratch/storm.test" -test.run "^$test\$" -test.v -test.timeout 3h -test.parallel 8 -seed "$seed" "$@") >"$log" 2>&1 || {
		grep -v -E '^(=== |[[:space:]]*--- PASS|PASS$)' "$log" | cut -c 1-2000
		printf '\nThe kiosk broke a promise: see above. SEED=%s plays the same again.\n%d passed, 1 failed\n' "$seed" "$passed"
		exit 1
	}
	grep -q "^--- PASS: $test " "$log" || die "$test was not played: is it there, and not skipped?"
	sed -n 's/.*figure: /   /p' "$log"
	passed=$((passed + 1))
	say "   done in $((SECONDS - began)) s"
}

play "visits in a storm" TestStorm -visits "${VISITS:-2000}" -worlds 8
play "cuts of the power" TestPowerCuts -cuts "${CUTS:-200}"
play "the control: cuts of the power without syncing must lose" TestPowerCutsSeeALoss -cuts 20
play "errors at each change of the disk" TestEveryIndex -indices "${INDICES:-0}"
play "errors of each call, by strace" TestEveryCall -indices "${INDICES:-0}"
play "visits of one process" TestSoak -soak "${SOAK:-10000}"

printf '\n%d passed, 0 failed\n' "$passed"
