#!/usr/bin/env bash
# The kiosk on any machine, with no hardware: installs what is missing, builds,
# and starts it with a simulated printer.
#
#   packaging/demo.sh                 with a screen: the kiosk, and a bench beside it;
#                                     without one: plays a visit of each procedure and
#                                     leaves numbered pictures and the paper in ./out
#   packaging/demo.sh DIR             the pictures, in that folder, even with a screen
#   SIZE=1920x1080 packaging/demo.sh  another size (1080x1920, 1920x1080, 1280x800 …)

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

out=${1:-}
size=${SIZE:-}
[[ -z $size || $size =~ ^[0-9]{3,4}x[0-9]{3,4}$ ]] || die "SIZE is written 1080x1920, not $size"

build() {
	need_to_build
	say "Building the kiosk (the first time takes a few minutes)."
	(cd "$root" && go build -o "$scratch/kiosk" ./cmd/kiosk) || die "the kiosk does not build"
}

play() {
	local folder=$1
	size=${size:-1080x1920}
	need_screen "$size"
	new_home
	mkdir -p "$folder"
	rm -f "$folder"/*.png "$folder"/*.pdf
	say "Playing a visit of each procedure at $size."
	"$scratch/kiosk" -sim -walk "$folder" || die "the visit did not come to its end"
	say "What it left in $folder:"
	(cd "$folder" && find . -type f -printf '%P\n' | sort | sed 's/^/  /')
}

build
if [ -n "$out" ]; then
	play "$out"
elif [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	play ./out
else
	say "Starting the kiosk. To leave it: Ctrl+C here."
	"$scratch/kiosk" -sim ${size:+-size "$size"}
fi
