#!/usr/bin/env bash
# Every check of the project, in one command. It installs what is missing, says
# what it checks, stops at the first fault with a plain sentence, and ends with
# one line: N passed, 0 failed.
#
#   packaging/test.sh
#   packaging/test.sh fuzz            the fuzzers alone
#   FUZZTIME=1m packaging/test.sh     a longer time for each fuzzer (1s)
#   FIGURES=1 packaging/test.sh       what calls are measured by, too: minutes more

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.8.0
gotestsum=gotest.tools/gotestsum@v1.13.0
fuzztime=${FUZZTIME:-1s}
passed=0

# check WHAT SENTENCE COMMAND…: the sentence is what it means when it fails.
check() {
	local what=$1 sentence=$2 began=$SECONDS
	shift 2
	printf '\n== %s\n' "$what"
	if ! "$@"; then
		printf '\n%s\n%d passed, 1 failed\n' "$sentence" "$passed"
		exit 1
	fi
	passed=$((passed + 1))
	say "   done in $((SECONDS - began)) s"
}

formatted() {
	local files
	files=$(find . -name '*.go' -not -path './.git/*' -exec gofmt -l {} +)
	[ -z "$files" ] || {
		say "$files"
		return 1
	}
}

# modules wants go.mod and go.sum whole. "go mod tidy" asks for more: the
# modules that the tests of our libraries use, which a proxy may not have.
modules() {
	go mod verify && go list -mod=readonly -test -deps ./... >"$scratch/deps" || return 1
	go mod tidy -diff >"$scratch/tidy" 2>"$scratch/tidy.log" && return
	if [ -s "$scratch/tidy" ]; then
		cat "$scratch/tidy"
		return 1
	fi
	say "   go mod tidy could not fetch all that it asks for: not compared with it."
}

scripts() {
	shellcheck -x packaging/*.sh packaging/deb/*.sh packaging/guichetctl packaging/systemd/display-key packaging/deb/guichet-*/p* .ci/run
}

# own_tool MODULE@VERSION builds a tool with the toolchain at hand.
own_tool() { GOFLAGS=-buildvcs=false GOBIN="$scratch/bin" go install "$1"; }

static() { own_tool "$staticcheck" && "$scratch/bin/staticcheck" ./...; }

# vulnerabilities goes on where the list cannot be had: that says nothing about
# the code.
vulnerabilities() {
	own_tool "$govulncheck" || return 1
	"$scratch/bin/govulncheck" ./... 2>&1 | tee "$scratch/vuln" && return
	grep -q 'fetching vulnerabilities' "$scratch/vuln" || return 1
	say "   The database of vulnerabilities cannot be reached from here: not checked."
}

# without_c builds and tests what must work with no C compiler and no screen:
# all but the packages that draw, film and play sound.
without_c() {
	local packages
	mapfile -t packages < <(go list ./... | grep -v -x -E 'guichet/(kiosk|kiosk/ui|kiosk/bench|kiosk/preview|kiosk/call/(vpx|video|rtccall)|kiosk/storm|drivers/audio/miniaudio|cmd/kiosk)')
	CGO_ENABLED=0 go build "${packages[@]}" && CGO_ENABLED=0 go vet "${packages[@]}"
}

# played NAME PACKAGES FLAGS… is "go test", and adds to what passed. Among seven
# thousand tests, many of which wait for processes, browsers and lines, one may fail
# for the machine's sake: up to five that fail are played again, alone, twice at
# the most, and are named at the end of the run, for each is to be mended. A panic
# and a data race are never played again.
played() {
	local log="$scratch/$1.log" of again="$scratch/$1.again"
	of=$(slowest_first <<<"$2" | tr '\n' ' ')
	shift 2
	[ -x "$scratch/bin/gotestsum" ] || own_tool "$gotestsum" || return 1
	"$scratch/bin/gotestsum" --format standard-quiet --jsonfile "$log.json" --packages "$of" \
		--rerun-fails=2 --rerun-fails-max-failures 5 --rerun-fails-abort-on-data-race --rerun-fails-report "$again" \
		-- "$@" 2>&1 | tee "$log" || return 1
	[ ! -f "$again" ] || cat "$again" >>"$scratch/by_chance"
	count "$log"
}

# slowest_first reads packages: one of these that is begun last is waited for alone.
slowest_first() {
	local all slow='(guichet|\.)/(kiosk/(fleet|storm|hub/(store|desk/desktest|desk/web)|call/(video|rtccall))|drivers/escpos)'
	all=$(cat)
	grep -x -E "$slow" <<<"$all" || true
	grep -v -x -E "$slow" <<<"$all" || true
}

# count LOG reads "DONE 2 runs, 30 tests, 2 skipped, 1 failure in 3.2s".
count() {
	local line tests left_out failed
	line=$(grep '^DONE ' "$1" | tail -n 1)
	tests=$(number 'tests?' "$line") left_out=$(number skipped "$line") failed=$(number 'failures?' "$line")
	passed=$((passed + tests - left_out - failed))
}

# number WHAT LINE is 3 of "3 tests", or 0.
number() { grep -oP "\d+(?= $1\b)" <<<"$2" || echo 0; }

# by_chance names the tests that failed and then passed.
by_chance() {
	[ -s "$scratch/by_chance" ] || return 0
	printf '\nThese failed once and passed when they were played again, alone. Each is to be mended:\n'
	cat "$scratch/by_chance"
}

pictures() { played pictures ./kiosk/ui -timeout 15m; }

# raced runs every test but those that are long, see whole. Half of the time they
# wait, so three packages go at a time. What draws runs a package at a time, and
# devices beside devices alone: six kiosks that draw without a graphics card beside
# a printer's stories make the printer too slow to answer its driver in time.
raced() {
	go build -race ./... || return 1
	local all draws='^guichet/(kiosk|kiosk/(ui|bench|preview|session))$' devices='^guichet/(drivers|kiosk/call)'
	all=$(go list ./... | grep -v -E "$unraced")
	raced_with 3 others "$(grep -v -E "$draws|$devices" <<<"$all")" &&
		raced_with 2 devices "$(grep -E "$devices" <<<"$all")" &&
		raced_with 1 draws "$(grep -E "$draws" <<<"$all")"
}

# raced_with AT_ONCE NAME PACKAGES
raced_with() { played "race-$2" "$3" -race -short -p "$1" -timeout 15m; }

# unraced matches what is tested without the race detector: programs, whose
# stories start a process for each line, and what they call was raced above;
# browsers' pages, most of which are not Go; a codec, which is C.
unraced='^guichet/(cmd/kiosk(ctl|hub)?|kiosk/hub/(page|desk/web)|kiosk/call/vpx)$'

tools() { played tools "$(go list ./... | grep -E "$unraced")" -short -p 2 -timeout 15m; }

# long lists the packages with tests that are long, and whole runs those tests
# without the race detector, which makes them five to ten times longer.
long() { grep -rl --include='*_test.go' 'Skip("it is long")' . | xargs -n1 dirname | sort -u; }

# figures are those that measure for minutes and want a quiet machine: with
# FIGURES=1 they run too.
figures='TestBadLines|TestMemory|TestProcessor|TestSetUp|TestFigures|TestHowLate|TestEcho|TestManyCalls|TestManyCallsInTown|TestAThousandWait|TestNarrowLines|TestALineThatCarriesLittleMoreThanTheSound'

whole() {
	local names left_out=$figures
	[ -z "${FIGURES:-}" ] || left_out=none
	names=$(grep -rhP --include='*_test.go' -B2 'Skip\("it is long"\)|^\tlong\(t\)$' . | grep -oE 'func Test[A-Za-z]+' | sed 's/func //' | grep -v -x -E "$left_out" | sort -u | paste -sd '|')
	played whole "$(long)" -p 2 -run "^($names)\$" -timeout 15m || return 1
	grep -ohP 'figure: [^"\\]*' "$scratch/whole.log.json"
}

# recovery plays every fault at every moment with every model of printer. It
# mostly waits, so many cells wait at a time.
recovery() {
	local log="$scratch/recovery.log"
	go test -run Recovery -parallel 48 -v -timeout 15m ./drivers/escpos ./drivers/starline >"$log" 2>&1 || {
		grep -v -E '^(=== |[[:space:]]*--- (PASS|SKIP))|it cannot happen' "$log"
		return 1
	}
	say "   $(grep -c -E '^        --- PASS' "$log") cells, $(grep -c WRONG "$log") wrong"
}

# beside FIRST SECOND runs both at once, for both mostly wait.
beside() {
	local first failed=0
	"$1" >"$scratch/beside" 2>&1 &
	first=$!
	"$2" || failed=1
	wait "$first" || failed=1
	cat "$scratch/beside"
	return "$failed"
}

# waiting counts recovery's cells itself: what a shell of its own adds is lost.
waiting() {
	beside recovery whole || return 1
	passed=$((passed + $(grep -c -E '^[[:space:]]*--- PASS' "$scratch/recovery.log")))
}

# fuzzers lists "folder name", one fuzzer a line.
fuzzers() {
	grep -r --include='*_test.go' -o -E '^func Fuzz[A-Za-z0-9_]*' . |
		sed -E 's,^\./(.*)/[^/]*:func (Fuzz.*),\1 \2,' | sort -u
}

# fuzz_one FOLDER NAME; what it says is shown if it fails.
fuzz_one() {
	local log="$scratch/fuzz-${1//\//-}-$2"
	echo "   $1 $2"
	go test -run '^$' -fuzz "^$2\$" -fuzztime "$fuzztime" -fuzzminimizetime 10x -parallel 1 "./$1" </dev/null >"$log" 2>&1 ||
		time_was_over "$log" || {
		cat "$log"
		return 255 # ends xargs
	}
}

# time_was_over LOG: before Go 1.27, "go test" now and then takes the end of
# -fuzztime for a failure (golang/go#75804). Then that is all it says, and it has
# kept no input.
time_was_over() {
	! grep -q 'Failing input' "$1" && grep -A 1 -e '^--- FAIL: Fuzz' "$1" | grep -qx '    context deadline exceeded'
}

# fuzz reads "folder name" and runs two at a time, each with one worker.
fuzz() {
	export -f fuzz_one time_was_over
	export scratch fuzztime
	xargs -P 2 -L 1 nice bash -c 'fuzz_one "$@"' _
}

fuzz_all() {
	fuzzers | fuzz || return 1
	passed=$((passed + $(fuzzers | wc -l)))
}

# in_turn lists a few fuzzers, others each day, so that all have had their turn
# after some weeks. nightly.sh gives each of them five minutes in one night.
in_turn() {
	local all turns
	all=$(fuzzers | wc -l)
	turns=$(((all + 3) / 4))
	fuzzers | awk -v turns="$turns" -v today="$(($(date +%s) / 86400))" 'NR % turns == today % turns'
}

# fuzz_and_longer gives those 30 seconds each, after all the others.
fuzz_and_longer() { fuzz_all && in_turn | fuzztime=30s fuzz; }

# showing counts the fuzzers itself, too.
showing() {
	beside fuzz_and_longer demo || return 1
	passed=$((passed + $(fuzzers | wc -l)))
}

# demo plays the demonstration, and wants pictures and both kinds of paper.
demo() {
	local out="$scratch/out"
	SIZE=1280x800 packaging/demo.sh "$out" >"$scratch/demo" 2>&1 || {
		tail -n 40 "$scratch/demo"
		return 1
	}
	say "   $(find "$out" -name '*.png' | wc -l) pictures, $(find "$out" -name '*.pdf' | wc -l) PDF"
	[ "$(find "$out" -name '*.png' | wc -l)" -ge 20 ] && [ "$(find "$out" -name '*.pdf' | wc -l)" -ge 2 ]
}

# others installs the programs of others that our output is shown to. A test
# that misses one skips; here that is a failure.
others() {
	need_packages git shellcheck poppler-utils zxing-cpp-tools socat cups cups-ipp-utils avahi-daemon dbus chromium \
		pulseaudio pulseaudio-utils espeak-ng sip-tester strace
	need_postgres
	command -v npm >/dev/null || need_packages nodejs npm
	npm install --silent --no-audit --no-fund --prefix "$scratch/npm" receiptio@2.1.2 axe-core@4.14.1 ||
		die "receiptio and axe-core could not be installed with npm"
	export RECEIPTIO="$scratch/npm/node_modules/.bin/receiptio" GUICHET_AXE="$scratch/npm/node_modules/axe-core/axe.min.js"
	export GUICHET_NEED_RECEIPTIO=1 GUICHET_NEED_POPPLER=1 GUICHET_NEED_ZXING=1 GUICHET_NEED_IPP=1
	export GUICHET_NEED_POSTGRES=1 GUICHET_NEED_BROWSER=1 GUICHET_NEED_PULSE=1
	others_of_calls
	if strace -o /dev/null true 2>/dev/null; then
		export GUICHET_NEED_STRACE=1
	else
		say "strace may not trace here: errors of each call of the disk are not played."
	fi
	if [ -c /dev/fuse ]; then
		need_packages fuse3
		export GUICHET_NEED_FUSE=1
	else
		say "There is no /dev/fuse: cuts of the power are not played by a disk that forgets."
	fi
}

# others_of_calls are an exchange, a telephone and a second browser. The exchange
# stands in a network of its own, which only root can make.
others_of_calls() {
	need_packages firefox-esr
	export GUICHET_NEED_FIREFOX=1
	if [ "$(id -u)" = 0 ] && need_packages iproute2 && ip netns add guichet-try 2>/dev/null; then
		ip netns del guichet-try
		need_packages kamailio kamailio-tls-modules baresip-core
		export GUICHET_NEED_SIP=1
	else
		say "No network of its own can be made here: calls at an exchange are not played."
	fi
}

# need_postgres installs the server's programs alone: tests start their own, on a
# free port. Debian would start one of its own at once.
need_postgres() {
	if ! installed postgresql-15 && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
		as_root mkdir -p /etc/postgresql-common
		echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
	fi
	need_packages postgresql-15
}

need_to_build
if [ "${1:-}" = fuzz ]; then
	check "fuzz, $fuzztime each" "A fuzzer found an input that breaks a parser; it is now in its testdata/fuzz." fuzz_all
	printf '\n%d passed, 0 failed\n' "$passed"
	exit
fi
others
say "$(go version), $(nproc) processors"

check "gofmt" "Some files are not formatted: run gofmt -w on them." formatted
check "shellcheck" "A script of packaging/ has a fault." scripts
check "modules" "go.mod and go.sum do not say what the code imports: run go mod tidy." modules
check "order of imports" "A package imports what it must not." go test -run 'Import|Know|Belong|Far' ./kiosk
check "go vet" "go vet found a fault." go vet ./...
check "staticcheck" "staticcheck found a fault." static
check "govulncheck" "A vulnerability reaches this code." vulnerabilities
check "without C" "What must need no C compiler needs one." without_c
need_screen 1280x1024
new_home
check "pictures" "A page looks different from its picture in kiosk/ui/testdata: see above." pictures
check "go test -race" "A test failed: see above." raced
check "go test, programs, pages and codec" "A test failed: see above." tools
check "long tests, recovery" "A test failed, or a fault of the printer ended as it must not: see above." waiting
check "demonstration, fuzz: $fuzztime each, and a few in turn for 30 s" "packaging/demo.sh did not play its visits to the end, or a fuzzer found an input that breaks a parser; it is now in its testdata/fuzz." showing

by_chance
printf '\n%d passed, 0 failed\n' "$passed"
