#!/usr/bin/env bash
# Every check of the project, in one command. It installs what is missing, says
# what it checks, stops at the first fault with a plain sentence, and ends with
# one line: N passed, 0 failed.
#
#   packaging/test.sh
#   FUZZTIME=1m packaging/test.sh     a longer time for each fuzzer (5s)

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.8.0
fuzztime=${FUZZTIME:-5s}
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
# all but the packages that draw.
without_c() {
	local packages
	mapfile -t packages < <(go list ./... | grep -v -x -E 'guichet/(kiosk|kiosk/ui|kiosk/bench|cmd/kiosk)')
	CGO_ENABLED=0 go build "${packages[@]}" && CGO_ENABLED=0 go vet "${packages[@]}"
}

# raced runs every test; its lines are kept short, unless one fails. One package
# at a time: six kiosks that draw without a graphics card beside a printer's
# stories make the simulated printer too slow to answer its driver in time.
raced() {
	local log="$scratch/race.log"
	go build -race ./... || return 1
	if ! go test -race -p 1 -v -timeout 15m ./... 2>&1 | tee "$log" | grep -E --line-buffered '^(ok|FAIL|---? FAIL|panic)'; then
		grep -v -E '^(=== |[[:space:]]*--- PASS|PASS$)' "$log" || true
		return 1
	fi
	passed=$((passed + $(grep -c -E '^[[:space:]]*--- PASS' "$log")))
	! grep -E '^[[:space:]]*--- SKIP' "$log" || say "   skipped, as named above"
}

# recovery plays every fault at every moment with every model of printer. It
# mostly waits, so many cells wait at a time.
recovery() {
	local log="$scratch/recovery.log"
	go test -run Recovery -parallel 24 -v -timeout 15m ./drivers/escpos ./drivers/starline >"$log" 2>&1 || {
		grep -v -E '^(=== |[[:space:]]*--- (PASS|SKIP))' "$log"
		return 1
	}
	say "   $(grep -c -E '^        --- PASS' "$log") cells, $(grep -c WRONG "$log") wrong"
	passed=$((passed + $(grep -c -E '^[[:space:]]*--- PASS' "$log")))
}

# fuzzers lists "folder name", one fuzzer a line.
fuzzers() {
	grep -r --include='*_test.go' -o -E '^func Fuzz[A-Za-z0-9_]*' . |
		sed -E 's,^\./(.*)/[^/]*:func (Fuzz.*),\1 \2,' | sort -u
}

fuzz() {
	local folder name
	while read -r folder name; do
		say "   $folder $name"
		go test -run '^$' -fuzz "^$name\$" -fuzztime "$fuzztime" -fuzzminimizetime 10x "./$folder" \
			</dev/null >"$scratch/fuzz" 2>&1 || {
			cat "$scratch/fuzz"
			return 1
		}
		passed=$((passed + 1))
	done < <(fuzzers)
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
	need_packages git shellcheck poppler-utils zxing-cpp-tools socat cups cups-ipp-utils avahi-daemon dbus
	command -v npm >/dev/null || need_packages nodejs npm
	npm install --silent --no-audit --no-fund --prefix "$scratch/npm" receiptio@2.1.2 ||
		die "receiptio could not be installed with npm"
	export RECEIPTIO="$scratch/npm/node_modules/.bin/receiptio"
	export GUICHET_NEED_RECEIPTIO=1 GUICHET_NEED_POPPLER=1 GUICHET_NEED_ZXING=1 GUICHET_NEED_IPP=1
}

need_to_build
others
say "$(go version), $(nproc) processors"

check "gofmt" "Some files are not formatted: run gofmt -w on them." formatted
check "shellcheck" "A script of packaging/ has a fault." shellcheck -x packaging/*.sh .ci/run
check "modules" "go.mod and go.sum do not say what the code imports: run go mod tidy." modules
check "order of imports" "A package imports what it must not." go test -run 'Import|Know|Belong|Far' ./kiosk
check "go vet" "go vet found a fault." go vet ./...
check "staticcheck" "staticcheck found a fault." static
check "govulncheck" "A vulnerability reaches this code." vulnerabilities
check "without C" "What must need no C compiler needs one." without_c
need_screen 1280x1024
new_home
check "pictures" "A page looks different from its picture in kiosk/ui/testdata: see above." go test ./kiosk/ui
check "go test -race" "A test failed: see above." raced
check "recovery" "A fault of the printer ended as it must not: see above." recovery
check "fuzz, $fuzztime each" "A fuzzer found an input that breaks a parser; it is now in its testdata/fuzz." fuzz
check "demonstration" "packaging/demo.sh did not play its visits to the end." demo

printf '\n%d passed, 0 failed\n' "$passed"
