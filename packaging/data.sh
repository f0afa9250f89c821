#!/usr/bin/env bash
# Refreshes the data that the kiosk has offline, checks it, and says what
# changed. It changes files only where the new data passes every check, and
# commits nothing. Once a year is enough: in January for the communes, and when
# the ministry decrees a school year.
#
#   packaging/data.sh                     all three
#   packaging/data.sh communes            one or several: communes countries school
#   SCHOOL=export.json packaging/data.sh school    from a file, without the network
#
# What, from where, under which licence (the NOTICE.md beside each file says more):
#
#   communes   forms/cog/communes.gz      npm @etalab/decoupage-administratif
#              (INSEE, La Poste)                          Licence Ouverte 2.0
#   countries  forms/cog/countries.gz     npm cldr-localenames-full   Unicode v3
#              npm i18n-iso-countries, french-ssn (INSEE)     MIT, Licence Ouverte
#   school     forms/calendar/school.csv  data.education.gouv.fr,
#              dataset fr-en-calendrier-scolaire          Licence Ouverte 2.0
#
# The versions of the npm packages are in forms/cog/gen/main.go: to take a newer
# one, change it there, run this, and mend the counts below and in the tests.
# Where the ministry's site does not answer, the school calendar stays as it is
# and the script says so; with "school" asked for by name, that is a failure.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

school_url='https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-calendrier-scolaire/exports/json?timezone=Europe%2FParis'
kept=0

# at_least WHAT HAS WANTED: fewer rows than ever means a source cut short.
at_least() {
	[ "$2" -ge "$3" ] || die "$1: $2 rows, $3 expected at least. Nothing was changed."
}

# has FILE ROW…: rows that everybody can check, as regular expressions.
has() {
	local file=$1 row
	shift
	for row in "$@"; do
		grep -qE "$row" "$file" || die "${file##*/} lacks a row that must be there: $row. Nothing was changed."
	done
}

# take NAME NEW TARGET TEXT-OF-OLD TEXT-OF-NEW PACKAGE: says what changed, puts
# the new file in place, and takes it back where the tests refuse it.
take() {
	local name=$1 new=$2 target=$3 package=$6 gone come
	gone=$(comm -23 <(sort "$4") <(sort "$5") | tee "$scratch/gone" | wc -l)
	come=$(comm -13 <(sort "$4") <(sort "$5") | tee "$scratch/come" | wc -l)
	if [ "$gone" = 0 ] && [ "$come" = 0 ]; then
		say "$name: nothing new ($(wc -l <"$5") rows)."
		return
	fi
	cp "$target" "$scratch/before"
	cp "$new" "$target"
	go test "./$package/..." >"$scratch/test.log" 2>&1 || {
		cp "$scratch/before" "$target"
		cat "$scratch/test.log"
		die "$name: the tests of $package refuse the new data. The old file is back."
	}
	say "$name: $gone rows gone or changed, $come rows new or changed ($(wc -l <"$5") rows)."
	head -n 5 "$scratch/gone" | sed 's/^/  - /'
	head -n 5 "$scratch/come" | sed 's/^/  + /'
}

# cog NAME FEWEST ROW…: a file of forms/cog, by its generator.
cog() {
	local name=$1 fewest=$2
	local new="$scratch/$name.gz" target="forms/cog/$name.gz"
	shift 2
	go run ./forms/cog/gen -only "$name" -o "$new" || die "$name: the sources could not be read. Nothing was changed."
	zcat "$new" >"$scratch/$name.new"
	zcat "$target" >"$scratch/$name.old"
	at_least "$name" "$(wc -l <"$scratch/$name.new")" "$fewest"
	has "$scratch/$name.new" "$@"
	take "$name" "$new" "$target" "$scratch/$name.old" "$scratch/$name.new" forms/cog
}

communes() {
	cog communes 37000 $'^C\t04112\t04\t.*\tManosque$' $'^C\t75056\t.*\tParis$' $'^C\t97411\t974\t.*\tSaint-Denis$'
}

countries() {
	cog countries 249 $'^FR\t99100\tFrance\tFrance' $'^BE\t99131\tBelgique\tBelgium' $'^DZ\t99352\tAlgérie\tAlgeria'
}

# fetch_school FILE: the export, or the file that SCHOOL names.
fetch_school() {
	if [ -n "${SCHOOL:-}" ]; then
		cp "$SCHOOL" "$1"
	else
		curl -sSfL --max-time 60 -o "$1" "$school_url"
	fi
}

# school WANTED: "must" where it was asked for by name.
school() {
	local export="$scratch/export.json" new="$scratch/school.csv" target=forms/calendar/school.csv
	if ! fetch_school "$export"; then
		[ "${1:-}" != must ] || die "school: data.education.gouv.fr does not answer. Nothing was changed."
		say "school: data.education.gouv.fr does not answer. The calendar stays as it is."
		kept=1
		return
	fi
	go run ./forms/calendar/gen -json "$export" -o "$new" || die "school: the export could not be read. Nothing was changed."
	at_least school "$(wc -l <"$new")" 37
	has "$new" '^A,2026-12-19,2027-01-03,' '^B,2027-02-20,2027-03-07,' '^C,2027-02-06,2027-02-21,'
	take school "$new" "$target" "$target" "$new" forms/calendar
}

command -v npm >/dev/null || need_packages npm
need_packages curl gzip
need_go
if [ $# = 0 ]; then
	communes
	countries
	school
fi
for name in "$@"; do
	case $name in
	communes | countries) "$name" ;;
	school) school must ;;
	*) die "unknown data: $name (communes, countries or school)" ;;
	esac
done
[ "$kept" = 0 ] || say "Done, but for the school calendar."
git --no-pager diff --stat -- forms/cog forms/calendar
