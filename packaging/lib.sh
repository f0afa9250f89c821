# shellcheck shell=bash
# What the scripts of this folder share. It is read with "source", not run.
#
#   need_packages a b c   installs the Debian packages that are missing
#   need_go               a Go toolchain that is new enough, on PATH
#   need_to_build         both, for the kiosk
#   need_screen WxH       a private display in memory
#   say, die              a plain sentence; die ends the script with it
#
# A script that sources this file gets one trap that removes what it made:
# $scratch, a private folder, and whatever on_exit was given.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/guichet.XXXXXX")
exit_actions=()

on_exit() { exit_actions=("$1" "${exit_actions[@]}"); }

clean_up() {
	local status=$? action
	trap - EXIT
	for action in "${exit_actions[@]}"; do
		eval "$action" || true
	done
	rm -rf "$scratch"
	exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say() { printf '%s\n' "$*"; }

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# One set of flags for building, testing and checking: another set builds Fyne
# and its C once more, minutes of it.
#   x11             no Wayland: its touch screens do not work with GLFW 3.4
#   gles            the small binding of OpenGL: a third of the build time
#   no_animations   the caret does not blink: it would repaint 30 times a second
#   no_emoji        4 MB less
#   nolibopusfile   libopus alone: calls play no Ogg files
export GOFLAGS="-buildvcs=false -tags=x11,gles,no_animations,no_emoji,nolibopusfile"
# LANG=C makes Fyne complain; the programs bring their own words.
export LANG=C.UTF-8 LC_ALL=C.UTF-8

# need_to_build: what it takes to build the kiosk and to start it.
need_to_build() {
	need_packages gcc libc6-dev pkg-config libgl1-mesa-dev libx11-dev libxcursor-dev \
		libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev libgl1 libgl1-mesa-dri \
		libvpx-dev libyuv-dev libopus-dev
	need_go
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "installing a package needs root: run this as root, or install sudo"
	fi
}

installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

need_packages() {
	local package missing=()
	for package in "$@"; do
		installed "$package" || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	say "Installing: ${missing[*]}"
	apt_install "${missing[@]}" || {
		as_root apt-get -q update
		apt_install "${missing[@]}"
	} || die "these packages could not be installed: ${missing[*]}"
}

# apt_install tries with the lists that are there: they may be fresh.
apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
}

# Debian 12 has Go 1.19, which is too old and cannot fetch a newer one. The
# toolchain is a Go module as well, so it comes from where modules come from.
# The sums are those of sum.golang.org for golang.org/toolchain, the "h1:".
go_version=1.26.8
go_sum_amd64=ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=
go_sum_arm64=sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=

need_go() {
	local home="${XDG_CACHE_HOME:-$HOME/.cache}/guichet/go$go_version"
	if ! go_is_new_enough go; then
		go_is_new_enough "$home/bin/go" || fetch_go "$home"
		export PATH="$home/bin:$PATH"
		unset GOROOT
	fi
	export GOTOOLCHAIN=local
}

# go_is_new_enough PROGRAM: at least the version in go.mod.
go_is_new_enough() {
	local wanted has
	command -v "$1" >/dev/null || return 1
	wanted=$(sed -n 's/^go //p' "$root/go.mod")
	has=$(cd / && GOTOOLCHAIN=local GOFLAGS='' "$1" env GOVERSION 2>/dev/null) || return 1
	printf '%s\n%s\n' "$wanted" "${has#go}" | sort -V -C
}

fetch_go() {
	local home=$1 arch sum name
	case $(uname -m) in
	x86_64) arch=amd64 sum=$go_sum_amd64 ;;
	aarch64) arch=arm64 sum=$go_sum_arm64 ;;
	*) die "no Go toolchain is known here for $(uname -m): install Go $go_version yourself" ;;
	esac
	name="golang.org/toolchain@v0.0.1-go$go_version.linux-$arch"
	need_packages ca-certificates curl unzip
	say "Fetching Go $go_version"
	download_module "$name" "$scratch/go.zip"
	unzip -q -d "$scratch/go" "$scratch/go.zip"
	[ "$(module_sum "$scratch/go")" = "$sum" ] ||
		die "the Go toolchain that was fetched is not the one that is known: nothing was installed"
	install_go "$scratch/go/$name" "$home"
	rm -rf "$scratch/go" "$scratch/go.zip"
}

# download_module NAME@VERSION FILE asks the proxies of GOPROXY in turn.
download_module() {
	local proxy
	for proxy in $(tr ',|' '  ' <<<"${GOPROXY:-https://proxy.golang.org}"); do
		case $proxy in
		*://*) curl -sSfL --retry 3 -o "$2" "${proxy%/}/${1%@*}/@v/${1#*@}.zip" && return ;;
		esac
	done
	die "the Go toolchain could not be fetched: ${1#*@} from ${GOPROXY:-https://proxy.golang.org}"
}

# module_sum FOLDER is the h1 sum of an unpacked module: the sum of the list of
# sums of its files (golang.org/x/mod/sumdb/dirhash).
module_sum() {
	(cd "$1" && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum --) |
		sha256sum | cut -d ' ' -f 1 | fold -w 2 | sed 's/^/\\x/' | tr -d '\n' |
		xargs -0 printf '%b' | base64
}

# install_go does what the go command does with a toolchain that it fetched:
# a module holds neither execute bits nor other go.mod files.
install_go() {
	local from=$1 to=$2
	find "$from" -name _go.mod -execdir cp _go.mod go.mod \;
	chmod -R a+x "$from/bin" "$from/pkg/tool"
	mkdir -p "$(dirname "$to")"
	rm -rf "$to"
	mv "$from" "$to"
}

# need_screen WIDTHxHEIGHT sets DISPLAY to a private X server in memory.
need_screen() {
	local file="$scratch/display" tries
	need_packages xvfb xdotool imagemagick
	Xvfb -displayfd 3 -screen 0 "${1}x24" -nolisten tcp -noreset 3>"$file" 2>"$scratch/xvfb.log" &
	on_exit "kill $! 2>/dev/null; wait $! 2>/dev/null"
	for ((tries = 0; tries < 100; tries++)); do
		[ ! -s "$file" ] || break
		sleep 0.1
	done
	[ -s "$file" ] || die "Xvfb did not start: $(cat "$scratch/xvfb.log")"
	DISPLAY=:$(cat "$file")
	export DISPLAY
	unset WAYLAND_DISPLAY XAUTHORITY
}

# new_home keeps what a program writes in its home (fonts, settings) out of
# the user's own. What Go has built and how it was set up stay where they are.
new_home() {
	GOCACHE=$(go env GOCACHE) GOENV=$(go env GOENV)
	export GOCACHE GOENV
	mkdir -p "$scratch/home/.cache" "$scratch/home/.config"
	export XDG_CACHE_HOME="$scratch/home/.cache" XDG_CONFIG_HOME="$scratch/home/.config"
}
