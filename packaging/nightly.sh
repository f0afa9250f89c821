#!/usr/bin/env bash
# What takes a night: each fuzzer for five minutes, the storm, the packages, a USB
# stick, and all that packaging/test.sh plays, with what it leaves out for want of
# time. It stops at the first fault.
#
#   packaging/nightly.sh
#   FUZZTIME=30s packaging/nightly.sh fuzz     one part alone: fuzz, corpus, storm, packages or stick
#
# The packages are tried as root, so the whole is: what cannot be tried here is a
# fault, and not left out.
#
# With "corpus" it puts what the fuzzers found into testdata/fuzz, where the next
# run, and every "go test", begins with it: the shortest inputs of each, few enough
# to be read.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

fuzztime=${FUZZTIME:-5m}

fuzz() {
	need_to_build
	FUZZTIME=$fuzztime packaging/test.sh fuzz
}

# corpus keeps, for each fuzzer, up to $keep inputs of at most $longest bytes that
# the cache of Go has and the folder has not: one for each power of two of length,
# and then the newest.
keep=${KEEP:-12}
longest=${LONGEST:-2000}

corpus() {
	need_go
	local cache folder name from to one found
	cache=$(go env GOCACHE)/fuzz/guichet
	while read -r folder name; do
		from=$cache/$folder/$name
		to=$folder/testdata/fuzz/$name
		[ -d "$from" ] || continue
		mkdir -p "$to"
		mapfile -t found < <(newest "$from")
		for one in "${found[@]}"; do
			[ "$(find "$to" -type f | wc -l)" -lt "$keep" ] || break
			cp -n "$from/$one" "$to/$one"
		done
		without_older "$folder" "$name"
		rmdir --ignore-fail-on-non-empty "$to"
	done < <(grep -r --include='*_test.go' -o -E '^func Fuzz[A-Za-z0-9_]*' . | sed -E 's,^\./(.*)/[^/]*:func (Fuzz.*),\1 \2,' | sort -u)
	say "$(find . -path '*/testdata/fuzz/*' -type f | wc -l) inputs are kept."
}

# without_older FOLDER NAME takes out inputs of a fuzzer that took other arguments
# once: the cache keeps them.
without_older() {
	local one
	while :; do
		one=$(cd "$1" && go test -run "^$2\$" . 2>&1 | grep -E 'wrong number of values|mismatched types' | grep -oE "testdata/fuzz/$2/[0-9a-f]+" | head -n 1) || true
		[ -n "$one" ] || break
		rm "$1/$one"
	done
}

# newest FOLDER lists its files that are short enough, one of each length class
# first, then the others, the newest first.
newest() {
	find "$1" -type f -size "-$((longest + 1))c" -printf '%T@ %s %f\n' | sort -rn |
		awk '{ class = int(log($2) / log(2)); if (!(class in seen)) { seen[class] = 1; print 0, NR, $3 } else print 1, NR, $3 }' |
		sort -n -k1,1 -k2,2 | cut -d ' ' -f 3
}

# packages: as nobody but root they would be left out without a fault.
packages() {
	[ "$(id -u)" = 0 ] || die "the packages are tried as root"
	GUICHET_NEED_DEB=1 packaging/deb/test.sh
}

case ${1:-all} in
fuzz) fuzz ;;
corpus) corpus ;;
storm) packaging/storm.sh ;;
packages) packages ;;
stick) packaging/deb/stick.sh ;;
all)
	packages
	packaging/deb/stick.sh
	fuzz
	packaging/storm.sh
	FIGURES=1 packaging/test.sh
	;;
*) die "this is fuzz, corpus, storm, packages or stick, not $1" ;;
esac
