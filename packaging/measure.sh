#!/usr/bin/env bash
# Measures the screen as a person sees it, the kiosk and Chromium by turns with
# the same pages on the same display: start, press to pixel, page to page,
# memory, idle processor. Nothing else should run meanwhile; the load is told.
#
#   packaging/measure.sh              5 rounds at 1280x1024, about 6 minutes
#   ROUNDS=2 SIZE=1920x1080 packaging/measure.sh

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rounds=${ROUNDS:-5}
size=${SIZE:-1280x1024}

need_to_build
need_packages chromium
cd "$root"
go build -ldflags '-s -w' -o "$scratch/kiosk" ./cmd/kiosk || die "the kiosk does not build"
need_screen "$size"
new_home
say "$rounds rounds at $size, $(nproc) processors."
GUICHET_KIOSK="$scratch/kiosk" \
	go test -run '^$' -bench '^BenchmarkScreen$' -benchtime "${rounds}x" -timeout 60m -v ./cmd/kiosk
