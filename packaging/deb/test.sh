#!/usr/bin/env bash
# Tries the Debian packages: builds them twice and compares, looks at what is in
# them, installs them in a root of Debian 12, boots that root in a container, sees
# the first page of the kiosk on a bare X server, upgrades from the version before,
# kills, freezes and starves what must come back, tries the helper, removes and
# purges. It ends with one line: N passed, 0 failed.
#
#   packaging/deb/test.sh            with the root that was made before
#   FRESH=1 packaging/deb/test.sh    a new root
#   COLD=1 packaging/deb/test.sh     the second build compiles all again: minutes more
#   PICTURE=FILE …                   keeps the picture of the first page
#
# It needs root, for mounts and for the container; without, it is skipped, and
# fails where GUICHET_NEED_DEB is set. It installs the tools that it needs, keeps
# the root that it made in ~/.cache/guichet, and changes nothing else.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

here=$root/packaging/deb
passed=0
began=$SECONDS

skip() {
	[ -z "${GUICHET_NEED_DEB:-}" ] || die "$1, and GUICHET_NEED_DEB is set"
	say "SKIPPED: $1"
	exit 0
}

# ok WHAT COMMAND… counts, or ends the test.
ok() {
	local what=$1
	shift
	"$@" || {
		failed "$what"
		exit 1
	}
	passed=$((passed + 1))
	say "ok   $((SECONDS - began)) s  $what"
}

failed() {
	say "FAIL $1"
	if [ -n "${leader:-}" ]; then inside journalctl --no-pager -n 60 | tail -n 60 || true; fi
	printf '%d passed, 1 failed\n' "$passed"
}

is() { [ "$1" = "$2" ] || { say "   got  $1" && say "   want $2" && return 1; }; }

# until_true COMMAND… waits for a condition, for as long as a busy machine needs.
until_true() {
	local tries
	for ((tries = 0; tries < 600; tries++)); do
		if "$@" >/dev/null 2>&1; then return; fi
		sleep 0.2
	done
	return 1
}

# --- the packages ----------------------------------------------------------

# copy_tree keeps the tree as it is now: somebody may work on it while this runs.
copy_tree() {
	git clone -q --shared --no-checkout "$root" "$scratch/tree" && mkdir "$scratch/other place" &&
		tar -C "$root" --exclude=./.git --exclude=./out -c . | tar -C "$scratch/tree" -x &&
		tar -C "$scratch/tree" --exclude=./.git -c . | tar -C "$scratch/other place" -x
}

build() { "$scratch/tree/packaging/deb/build.sh" "$scratch/one" >"$scratch/build.log" 2>&1 || { cat "$scratch/build.log" && return 1; }; }

# build_elsewhere builds the same files in another folder, as another person
# would: another umask, language, time zone and home, another file system for what
# is made on the way, and no root.
build_elsewhere() {
	local version built=$cache nobody=()
	version=$(dpkg-deb -f "$scratch"/one/guichetctl_*.deb Version)
	mkdir -p "$scratch/other home" "$scratch/memory"
	mount -t tmpfs tmpfs "$scratch/memory" || return 1
	on_exit "umount -l '$scratch/memory'"
	[ -z "${COLD:-}" ] || built=$scratch/cold
	! unshare --user true 2>/dev/null || nobody=(unshare --user)
	(umask 077 && "${nobody[@]}" env -u LC_ALL LANG=fr_FR.UTF-8 LANGUAGE=fr TZ=Pacific/Auckland HOME="$scratch/other home" TMPDIR="$scratch/memory" \
		GOENV="$(go env GOENV)" GOMODCACHE="$(go env GOMODCACHE)" GOCACHE="$built" VERSION="$version" \
		"$scratch/other place/packaging/deb/build.sh" "$scratch/two") >"$scratch/build.log" 2>&1 || {
		cat "$scratch/build.log"
		return 1
	}
}

same() {
	local file
	for file in "$scratch"/one/*.deb; do
		cmp "$file" "$scratch/two/${file##*/}" || return 1
	done
}

# build_earlier packs the same programs as the version before did: with the
# packaging of the commit before the helper came. Where the history does not have
# that, it is this packaging with a lower version.
build_earlier() {
	local one helper place="$scratch/other place"
	for one in "$scratch"/one/*.deb; do dpkg-deb -x "$one" "$scratch/first"; done
	helper=$(git -C "$root" log --diff-filter=A --format=%H -n 1 -- packaging/systemd/guichet-helper.service 2>/dev/null || true)
	if [ -n "$helper" ] && git -C "$root" cat-file -e "$helper^:packaging/deb/build.sh" 2>/dev/null &&
		git -C "$root" archive -o "$scratch/before.tar" "$helper^" packaging 2>/dev/null; then
		rm -rf "$place/packaging"
		tar -C "$place" -xf "$scratch/before.tar"
	else
		say "   no history: the version before is this one with a lower number"
	fi
	VERSION=1.0.0 PROGRAMS=$scratch/first/usr/bin \
		"$place/packaging/deb/build.sh" "$scratch/earlier" >"$scratch/build.log" 2>&1 || { cat "$scratch/build.log" && return 1; }
}

# sound_control: what every package must have, lintian or not.
sound_control() {
	local file name list
	mkdir -p "$scratch/control"
	for file in "$scratch"/one/*.deb; do
		name=$(dpkg-deb -f "$file" Package)
		list=$(dpkg-deb -c "$file")
		grep -q "/usr/share/doc/$name/copyright" <<<"$list" || { say "   $name has no copyright" && return 1; }
		! grep -vE '^[^ ]+ root/root ' <<<"$list" || { say "   $name: not root's" && return 1; }
		! grep -E '^[^l]....w|^[^l].......w' <<<"$list" || { say "   $name: others write" && return 1; }
		! grep -E ' \./(usr/local|home|var/run|run|tmp)/' <<<"$list" || { say "   $name: in a folder that is not its" && return 1; }
		dpkg-deb --ctrl-tarfile "$file" | tar -x --to-stdout ./md5sums >"$scratch/sums"
		(cd "$scratch/first" && md5sum --quiet -c "$scratch/sums") || return 1
		dpkg-deb -e "$file" "$scratch/control/$name"
		! command -v shellcheck >/dev/null || find "$scratch/control/$name" -name 'p*' -exec shellcheck {} + || return 1
	done
}

# watched: the watchdog is on if the program feeds it, and only then.
watched() {
	local speaks=no set=no
	! grep -aq NOTIFY_SOCKET "$scratch/first/usr/bin/kiosk" || speaks=yes
	[ ! -f "$scratch/first/lib/systemd/system/guichet-kiosk.service.d/watchdog.conf" ] || set=yes
	is "$set" "$speaks"
}

# exposure UNIT MOST: "systemd-analyze security" in tenths.
exposure() {
	systemd-analyze security --offline=true --root="$scratch/first" --threshold="$2" "$1" --no-pager >"$scratch/exposure" 2>&1 || {
		tail -n 3 "$scratch/exposure"
		return 1
	}
	say "   $(tail -n 1 "$scratch/exposure" | sed 's/[^ -~]//g')"
}

lints() {
	# Who answers for a package is set by who gives it out: MAINTAINER.
	lintian --fail-on error --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog --tag-display-limit 0 --no-cfg --allow-root "$scratch"/one/*.deb >"$scratch/lintian" 2>&1 || { cat "$scratch/lintian" && return 1; }
	say "   $(grep -c ^W: "$scratch/lintian") warnings, $(grep -c ^E: "$scratch/lintian") errors"
}

# --- the root ---------------------------------------------------------------

mirrors() {
	# shellcheck disable=SC2016 # apt expands these
	apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
		sort -u | grep -E '^[^ ]*debian[^ ]* (bookworm|bookworm-security|bookworm-updates) main$' | sed 's/^/deb /'
}

# make_root makes a Debian 12 with what the packages depend on, once: it is read
# only afterwards, beneath a layer that is thrown away.
make_root() {
	local wanted
	wanted=$(dpkg-deb -f "$scratch"/one/guichet-kiosk_*.deb Depends | tr -d ' \n' | sed -E 's/\([^)]*\)//g; s/guichetctl,//')
	base=${XDG_CACHE_HOME:-$HOME/.cache}/guichet/deb-root-$(sha256sum <<<"$wanted" | cut -c 1-12)
	[ -z "${FRESH:-}" ] || rm -rf "$base"
	[ ! -d "$base" ] || return 0
	mkdir -p "${base%/*}"
	rm -rf "$base.new"
	mapfile -t options < <(apt-config dump | grep -E '^Acquire::(.*[Pp]roxy|Check-)' | sed 's/^/--aptopt=/')
	mirrors | mmdebstrap --variant=minbase --format=directory "${options[@]}" --dpkgopt='path-exclude=/usr/share/man/*' \
		--include="$wanted,systemd-sysv,dbus,init-system-helpers,util-linux,xserver-xorg-video-dummy" \
		bookworm "$base.new" - >"$scratch/mmdebstrap.log" 2>&1 || {
		tail -n 20 "$scratch/mmdebstrap.log"
		return 1
	}
	mv "$base.new" "$base"
}

open_layer() {
	layer=$scratch/layer
	mkdir -p "$layer/upper" "$layer/work" "$layer/root"
	mount -t overlay overlay -o "lowerdir=$base,upperdir=$layer/upper,workdir=$layer/work" "$layer/root" || return 1
	on_exit "umount -l '$layer/root'"
	mkdir -p "$layer/root/packages"
	mkdir -p "$layer/root/packages/earlier"
	cp "$scratch"/one/*.deb "$layer/root/packages/"
	cp "$scratch"/earlier/*.deb "$layer/root/packages/earlier/"
}

# chrooted runs where there is no systemd, as when an image is made.
chrooted() { chroot "$layer/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

files_of_root() { (cd "$layer/root" && find etc usr var lib opt srv root home -xdev \( -type f -o -type l -o -type d \) 2>/dev/null | LC_ALL=C sort); }

# mode PATH: user, group and mode.
mode() { chrooted stat -c '%U:%G %a' "$1"; }

modes() {
	is "$(mode /var/lib/guichet)" "guichet:guichet 700" &&
		is "$(mode /var/cache/guichet)" "guichet:guichet 700" &&
		is "$(mode /var/lib/guichet-hub)" "guichet-hub:guichet-hub 700" &&
		is "$(mode /etc/guichet/kioskhub.yaml)" "root:guichet-hub 640" &&
		is "$(mode /etc/guichet/kiosk.yaml)" "root:root 644"
}

users() {
	is "$(chrooted getent passwd guichet | cut -d : -f 6-)" "/var/lib/guichet:/usr/sbin/nologin" &&
		is "$(chrooted getent passwd guichet-hub | cut -d : -f 6-)" "/var/lib/guichet-hub:/usr/sbin/nologin" &&
		is "$(chrooted id -Gn guichet)" guichet
}

conffiles() {
	# shellcheck disable=SC2016 # dpkg-query expands it
	is "$(chrooted dpkg-query -W -f '${Conffiles}\n' guichet-kiosk guichet-hub guichetctl | grep -oE '/etc/[^ ]*' | sort | paste -sd ' ')" \
		"/etc/X11/xorg.conf.d/60-guichet-screen.conf /etc/guichet/kiosk.yaml /etc/guichet/kioskhub.yaml"
}

# units are read with the watchdog, even before the kiosk feeds it.
units() {
	local extra=$layer/root/run/systemd/system/guichet-kiosk.service.d
	install -D -m 644 "$root/packaging/systemd/guichet-kiosk.service.d/watchdog.conf" "$extra/watchdog.conf"
	chrooted systemd-analyze verify --man=no /lib/systemd/system/guichet-{display,kiosk,sound,check,helper}.service /lib/systemd/system/guichet-helper.socket /lib/systemd/system/kioskhub.service >"$scratch/verify" 2>&1 || true
	rm "$extra/watchdog.conf"
	(cd "$layer/root/run" && rmdir -p --ignore-fail-on-non-empty systemd/system/guichet-kiosk.service.d)
	! grep -E 'guichet|kioskhub' "$scratch/verify"
}

# rules: udev says what it does not understand.
rules() {
	chrooted udevadm test /sys/class/mem/null >"$scratch/udev" 2>&1 || true
	grep -q 70-guichet.rules "$scratch/udev" && ! grep '70-guichet.rules:[0-9].*\(nvalid\|gnoring\|ailed\)' "$scratch/udev"
}

programs_start() {
	! chrooted kiosk 2>"$scratch/said" || return 1
	grep -q 'give either -config FILE or -sim' "$scratch/said" &&
		chrooted kioskhub help >/dev/null && chrooted kioskctl help >/dev/null && chrooted guichetctl help >/dev/null &&
		is "$(chrooted ldd /usr/bin/kiosk | grep -c 'not found')" 0
}

# --- the machine ------------------------------------------------------------

# a_screen is a display in memory, for the same X server and the same units.
a_screen() {
	cat >"$layer/root/etc/X11/xorg.conf.d/99-test.conf" <<-'END'
		Section "Device"
			Identifier "memory"
			Driver "dummy"
			VideoRam 64000
		EndSection
		Section "Monitor"
			Identifier "memory"
			HorizSync 5-1000
			VertRefresh 5-200
			Modeline "1080x1920" 176.50 1080 1168 1280 1480 1920 1923 1933 1989
		EndSection
		Section "Screen"
			Identifier "memory"
			Device "memory"
			Monitor "memory"
			DefaultDepth 24
			SubSection "Display"
				Modes "1080x1920"
			EndSubSection
		EndSection
	END
}

# configure writes the sample for a kiosk without hub and calls, with the public
# key of nobody.
configure() {
	local file=$layer/root/etc/guichet/kiosk.yaml
	sed -i -e '/^hub:/,/^  ca:/s/^/#/' -e '/^trust:/,/^  town:/s/^/#/' \
		-e '/^# How a citizen speaks to a person/,/^# The panel,/{/^# The panel,/!d}' \
		-e "s/- age1pq1….*/- $(cat "$here/testdata/recipient.txt")/" "$file"
	grep -q '^printer:' "$file" && ! grep -q '^calls:' "$file"
}

boot() {
	systemd-nspawn -q -D "$layer/root" --boot --register=no --keep-unit --private-network --machine guichet-test \
		</dev/null >"$scratch/boot.log" 2>&1 &
	container=$!
	on_exit "shut_down"
	until_true pgrep -P "$container" || return 1
	leader=$(pgrep -P "$container")
	until_true inside systemctl is-system-running --wait || true
	until_true inside systemctl -q is-active multi-user.target
}

inside() { nsenter -t "$leader" -a "$@"; }

# shut_down lets it stop in order, once.
shut_down() {
	[ -n "${container:-}" ] || return 0
	kill "$container" 2>/dev/null || true
	wait "$container" 2>/dev/null || true
	container='' leader=''
}

# active UNIT…: all of them run.
active() {
	local one
	for one in "$@"; do inside systemctl -q is-active "$one" || return 1; done
}

# stopped UNIT…: none of them runs.
stopped() { ! inside systemctl -q is-active "$@"; }

# said UNIT WORDS. No pipe: grep ends at the first line, and journalctl would fail.
said() { grep -q -e "$2" <<<"$(inside journalctl --no-pager -u "$1")"; }

kiosk_pid() { inside systemctl show -P MainPID guichet-kiosk; }

# picture is of what stands on the screen.
picture() {
	nsenter -t "$leader" -n env DISPLAY=:0 XAUTHORITY="/proc/$leader/root/run/guichet-display/key" import -window root "$scratch/screen.png"
}

# first_page: the blue of the home page, not the black of an empty screen.
first_page() {
	picture || return 1
	is "$(identify -format '%wx%h' "$scratch/screen.png")" 1080x1920 &&
		[ "$(convert "$scratch/screen.png" -format '%k' info:)" -gt 50 ] &&
		[ "$(convert "$scratch/screen.png" -fill white +opaque '#0B3D91' -fill black -opaque '#0B3D91' -format '%[fx:1-mean]' info: | cut -c 1-4 | tr -d .)" -gt 10 ]
}

# no_way_in: the screen is for who has its key, and another user has none.
no_way_in() {
	! inside setpriv --reuid nobody --regid nogroup --clear-groups cat /run/guichet-display/key 2>/dev/null &&
		! nsenter -t "$leader" -n env DISPLAY=:0 XAUTHORITY=/dev/null import -window root "$scratch/no.png" 2>/dev/null
}

# confined: even root would write nowhere, were it to come in where the kiosk is.
confined() {
	local status folder
	status=$(inside cat "/proc/$(kiosk_pid)/status")
	grep -qE '^CapEff:\s0+$' <<<"$status" && grep -qE '^NoNewPrivs:\s1$' <<<"$status" && grep -qE '^Seccomp:\s2$' <<<"$status" || return 1
	for folder in /etc /etc/guichet /usr /usr/bin /opt /srv /home /root /var/lib /var/log /boot; do
		! inside nsenter -t "$(kiosk_pid)" -m touch "$folder/x" 2>/dev/null || { say "   it can write in $folder" && return 1; }
	done
	inside nsenter -t "$(kiosk_pid)" -m sh -c 'touch /var/lib/guichet/x /var/cache/guichet/x && rm /var/lib/guichet/x /var/cache/guichet/x' &&
		grep -qE '^Max core file size +0 +0' <<<"$(inside cat "/proc/$(kiosk_pid)/limits")"
}

# bounded: no unit takes all of the memory, and none goes to swap.
bounded() {
	local unit
	for unit in guichet-display guichet-kiosk guichet-sound guichet-helper kioskhub; do
		[ "$(inside systemctl show -P MemoryMax "$unit")" != infinity ] && is "$(inside systemctl show -P MemorySwapMax "$unit")" 0 || return 1
	done
}

# no_keys: what a keyboard could do to the machine is off, and the server says so.
no_keys() {
	local option pid
	pid=$(inside systemctl show -P MainPID guichet-display)
	for option in DontVTSwitch DontZap DontZoom; do
		inside grep -qE "\(\*\*\) Option \"$option\" \"true\"" /run/guichet-display/log || { say "   no $option" && return 1; }
	done
	for option in -nocursor '-s 0' -dpms -novtswitch '-nolisten tcp'; do
		grep -q -e " $option " <<<"$(inside cat "/proc/$pid/cmdline" | tr '\0' ' ')" || { say "   no $option" && return 1; }
	done
	is "$(inside systemctl show -P LoadState ctrl-alt-del.target)" masked &&
		is "$(inside busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager NAutoVTs)" "u 0"
}

# reborn WHAT COMMAND…: another process of the kiosk, and its page again.
reborn() {
	local before
	before=$(kiosk_pid)
	inside "$@"
	until_true another_than "$before" && until_true first_page
}

another_than() { local now && now=$(kiosk_pid) && [ "$now" != "$1" ] && [ "$now" != 0 ]; }

stops_in_order() {
	inside systemctl stop guichet-kiosk && is "$(inside systemctl show -P Result guichet-kiosk)" success &&
		said guichet-kiosk session_stopped && inside systemctl start guichet-kiosk && until_true first_page
}

sound_answers() {
	inside setpriv --reuid guichet --regid guichet --init-groups env HOME=/tmp PULSE_SERVER=unix:/run/guichet-sound/native pactl info | grep -q '^Server Name: pulseaudio'
}

hub_serves() {
	inside guichetctl hub setup 127.0.0.1 >"$scratch/setup" || return 1
	grep -q '^password, once: ' "$scratch/setup" && [ ! -e "$layer/root/var/lib/guichet-hub/kioskhub.yaml" ] || return 1
	inside systemctl start kioskhub && until_true hub_ready && inside guichetctl hub check | grep -q ^right
}

hub_ready() {
	nsenter -t "$leader" -n curl -sf --cacert "$layer/root/var/lib/guichet-hub/tls/ca.pem" https://127.0.0.1:8443/readyz
}

# takes_keys is a ceremony of keys, and its two folders brought to the hub.
takes_keys() {
	inside sh -c 'echo une phrase pour un essai >/run/phrase && kioskctl keys new --town 04999 --passphrase-file /run/phrase /run/keys' >"$scratch/keys" 2>&1 || { cat "$scratch/keys" && return 1; }
	inside guichetctl hub import /run/keys/hub/online.keys /run/keys/repository >"$scratch/keys" 2>&1 || { cat "$scratch/keys" && return 1; }
	is "$(inside stat -c '%U:%a' /var/lib/guichet-hub/keys/online.keys)" guichet-hub:600 &&
		inside systemctl restart kioskhub && until_true hub_ready
}

# enrols makes the kiosk known to that hub, as its own user.
enrols() {
	local ctl='env HOME=/run/admin kioskctl' code
	install -D -m 644 "$layer/root/var/lib/guichet-hub/tls/ca.pem" "$layer/root/ca.pem"
	inside sh -c "guichetctl hub token admin | $ctl hub login https://127.0.0.1:8443 --ca /ca.pem" >"$scratch/enrol" 2>&1 || { cat "$scratch/enrol" && return 1; }
	code=$(inside sh -c "$ctl kiosk code Hall --town 04999 --group test" | grep -oE '[0-9A-Z]{4}(-[0-9A-Z]{4}){5}') || return 1
	inside guichetctl ctl enrol --hub https://127.0.0.1:8443 --ca /ca.pem --data /var/lib/guichet "$code" >"$scratch/enrol" 2>&1 || { cat "$scratch/enrol" && return 1; }
	grep -q '^This kiosk is Hall' "$scratch/enrol" && is "$(inside find /var/lib/guichet ! -user guichet | wc -l)" 0
}

# checked LINE…: guichetctl check has said each.
checked() {
	local line
	for line in "$@"; do
		grep -q -e "$line" "$scratch/check" || { say "   no $line in:" && cat "$scratch/check" && return 1; }
	done
}

# check_finds: what the installer is told here is wrong here, and no more.
check_finds() {
	! inside guichetctl check >"$scratch/check" 2>&1 || return 1
	checked '^ok     guichet-kiosk runs' '^WRONG  no graphics card' '^ok     the helper listens' \
		'^ok     a number opens' '^WRONG  /etc/guichet/kiosk.yaml still has the invented town hall'
}

# check_swaps: what is wrong elsewhere does not hide that swap is right, and the
# other way round.
check_swaps() {
	printf 'Filename Type Size Used Priority\n' >"$layer/root/swaps"
	! inside env GUICHET_SWAPS=/swaps guichetctl check --machine >"$scratch/check" || return 1
	checked '^WRONG  a program that crashes' '^ok     no swap' || return 1
	printf '/swapfile file 1 0 -2\n' >>"$layer/root/swaps"
	! inside env GUICHET_SWAPS=/swaps guichetctl check --machine >"$scratch/check" || return 1
	checked '^WRONG  swap on /swapfile is not encrypted' && ! grep -q 'no swap' "$scratch/check" && rm "$layer/root/swaps"
}

# check_reads: one's own configuration is right; a file that the kiosk may not read is
# told, and a fault with its line.
check_reads() {
	local file=$layer/root/etc/guichet/kiosk.yaml
	cp -p "$file" "$scratch/kiosk.yaml"
	sed -i 's/\.example/.fr/' "$file"
	inside guichetctl check >"$scratch/check" 2>&1 && return 1
	checked '^ok     /etc/guichet/kiosk.yaml is yours' || return 1
	printf 'hub:\n  url: https://bornes.town.fr\n  ca: /etc/guichet/secret.pem\n' >>"$file"
	install -m 600 /dev/null "$layer/root/etc/guichet/secret.pem"
	inside guichetctl check >"$scratch/check" 2>&1 && return 1
	checked '^WRONG  the kiosk cannot read /etc/guichet/secret.pem' && rm "$layer/root/etc/guichet/secret.pem" || return 1
	echo 'colour: blue' >>"$file"
	inside guichetctl check >"$scratch/check" 2>&1 && return 1
	cp -p "$scratch/kiosk.yaml" "$file"
	checked 'kiosk.yaml:[0-9]*:.*colour'
}

# --- the helper, and the watchdog ----------------------------------------------

# asks USER GROUP METHOD PATH: what the helper answers; 7 where it cannot be asked.
asks() {
	# shellcheck disable=SC2016 # perl expands it
	inside setpriv --reuid "$1" --regid "$2" --clear-groups perl -MIO::Socket::UNIX -e '
		my $s = IO::Socket::UNIX->new("/run/guichet-helper/socket") or exit 7;
		$SIG{PIPE} = "IGNORE";
		print $s "$ARGV[0] $ARGV[1] HTTP/1.0\r\nContent-Length: 0\r\n\r\n";
		print <$s>' "$3" "$4"
}

helper_answers() {
	is "$(inside stat -c '%U:%G %a' /run/guichet-helper/socket)" "root:guichet 660" && active guichet-helper || return 1
	grep -q no_stick <<<"$(asks guichet guichet GET /stick)" && grep -q no_stick <<<"$(asks root root GET /stick)"
}

# knows_its_own: the mode of the socket keeps out who is not of its group, and the
# helper who is.
knows_its_own() {
	asks nobody nogroup GET /stick && return 1
	[ $? = 7 ] && is "$(asks nobody guichet GET /stick)" "" && said guichet-helper helper_refused
}

# shares_mounts: what the helper mounts, the kiosk sees; and the helper has no more
# than it needs.
shares_mounts() {
	local helper caps
	helper=$(inside systemctl show -P MainPID guichet-helper)
	is "$(inside readlink "/proc/$helper/ns/mnt")" "$(inside readlink /proc/1/ns/mnt)" || return 1
	caps=$(inside sed -n 's/^CapBnd:\s*//p' "/proc/$helper/status")
	# 25 is not there in a container: a clock is nobody's but the machine's.
	is "$(numbers "$caps" | sed 's/ 25$//')" 21 || return 1
	inside mkdir -p /run/guichet-stick && inside mount -t tmpfs -o ro,nosuid,nodev,noexec tmpfs /run/guichet-stick &&
		inside nsenter -t "$(kiosk_pid)" -m findmnt -n /run/guichet-stick >/dev/null && inside umount /run/guichet-stick
}

# numbers MASK: the numbers of the capabilities in it; 21 is CAP_SYS_ADMIN, 25
# CAP_SYS_TIME (linux/capability.h).
numbers() {
	local bit mask=$((16#$1)) found=()
	for ((bit = 0; bit < 64; bit++)); do ((mask >> bit & 1)) && found+=("$bit"); done
	printf '%s' "${found[*]}"
}

# no_storage: nothing reads a stick that was plugged in. The rule itself needs a
# USB: README.md says how it was tried.
no_storage() {
	! inside grep -qsE '^(usb_storage|uas) ' /proc/modules &&
		grep -q '^SUBSYSTEM=="usb".*bInterfaceClass.*ATTR{authorized}="0"' "$layer/root/lib/udev/rules.d/70-guichet.rules"
}

# in_time WHAT SECONDS MOST: the figure, which counts where the machine is not busy
# with something else.
in_time() {
	say "   $1: $2 s"
	awk -v s="$2" -v most="$3" '{exit !(s <= most || $1 > 3)}' /proc/loadavg
}

uptime_now() { cut -d ' ' -f 1 /proc/uptime; }

# thaws: a kiosk that stands still is killed by the watchdog, and its page is back.
thaws() {
	local pid began
	pid=$(kiosk_pid) began=$(uptime_now)
	is "$(inside systemctl show -P WatchdogUSec guichet-kiosk)" 8s || return 1
	inside sh -c "kill -STOP $pid"
	until_true another_than "$pid" && until_true active guichet-kiosk && until_true first_page || return 1
	in_time "frozen, and its page again" "$(awk -v a="$began" '{printf "%.1f", $1 - a}' /proc/uptime)" 15 &&
		said guichet-kiosk 'Watchdog timeout'
}

# leaves: SIGTERM, as a machine that shuts down sends it.
leaves() {
	local pid began
	pid=$(kiosk_pid) began=$(uptime_now)
	inside sh -c "kill -TERM $pid"
	until_true left "$pid" || return 1
	in_time "told to stop, and gone" "$(awk -v a="$began" '{printf "%.1f", $1 - a}' /proc/uptime)" 3 && until_true another_than "$pid" && until_true first_page
}

left() { ! inside test -e "/proc/$1/exe"; }

# controlled: staff mode from the machine itself, for root and the kiosk alone.
controlled() {
	is "$(inside stat -c '%U:%G %a' /run/guichet)" "guichet:guichet 700" &&
		until_true inside kioskctl staff facts && inside kioskctl staff health >/dev/null &&
		! inside setpriv --reuid nobody --regid nogroup --clear-groups kioskctl staff facts >/dev/null 2>&1
}

# a_number opens staff mode.
a_number() {
	inside sh -c 'echo 481516 | guichetctl pin' >"$scratch/pin" 2>&1 || { cat "$scratch/pin" && return 1; }
	is "$(inside stat -c '%U:%a' /var/lib/guichet/staff.pin)" guichet:600 && ! inside grep -q 481516 /var/lib/guichet/staff.pin
}

# a_sheet: the one for the wall of the front desk, with the text that is installed.
a_sheet() {
	inside kioskctl guide --config /etc/guichet/kiosk.yaml --out - >"$scratch/sheet.pdf" && grep -aq '^%PDF-' "$scratch/sheet.pdf"
}

# its_devices: "guichetctl ctl" opens what the kiosk does, which is nobody else's.
its_devices() {
	inside sh -c 'touch /run/port && chgrp dialout /run/port && chmod 660 /run/port'
	inside setpriv --reuid guichet --regid guichet --init-groups kioskctl printer status --profile generic-80mm --port /run/port >"$scratch/port" 2>&1 && return 1
	grep -q 'may not open' "$scratch/port" || return 1
	inside guichetctl ctl printer status --profile generic-80mm --port /run/port >"$scratch/port" 2>&1 && return 1
	grep -q 'not a serial port' "$scratch/port"
}

# for_root: who is not root is told so, and not what he cannot see.
for_root() {
	inside setpriv --reuid nobody --regid nogroup --clear-groups guichetctl check >"$scratch/check" 2>&1 && return 1
	is "$(cat "$scratch/check")" "guichetctl: this needs root: sudo guichetctl …"
}

# shuts_down: the kiosk asks, systemd does it.
shuts_down() {
	grep -q '^HTTP/1.0 204' <<<"$(asks guichet guichet POST /power/off)" && until_true gone "$container" || return 1
	container='' leader=''
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# --- upgrade, removal, purge --------------------------------------------------

# upgrade, as one does where nobody is there to answer: what was changed stays, even
# where the sample has changed, too.
upgrade() {
	before=$(kiosk_pid) hub_before=$(inside systemctl show -P MainPID kioskhub)
	inside sha256sum /etc/guichet/kiosk.yaml /etc/guichet/kioskhub.yaml /var/lib/guichet-hub/keys/hub.key >"$scratch/kept"
	inside sh -c 'DEBIAN_FRONTEND=noninteractive dpkg --force-confold -i /packages/*.deb' >"$scratch/upgrade" 2>&1 || { cat "$scratch/upgrade" && return 1; }
	inside sha256sum -c --quiet - <"$scratch/kept" && modes_inside
}

modes_inside() {
	is "$(inside stat -c '%U:%a' /etc/guichet/kioskhub.yaml)" root:640 && inside test -s /var/lib/guichet/spool.db
}

restarted() {
	until_true another_than "$before" && until_true first_page && until_true hub_ready &&
		[ "$(inside systemctl show -P MainPID kioskhub)" != "$hub_before" ]
}

remove() {
	inside dpkg --remove guichet-kiosk guichet-hub guichetctl >"$scratch/remove" 2>&1 || { cat "$scratch/remove" && return 1; }
	stopped guichet-kiosk guichet-display guichet-sound guichet-helper guichet-helper.socket kioskhub &&
		inside test -s /etc/guichet/kiosk.yaml && inside test -s /var/lib/guichet/spool.db && inside test ! -L /etc/systemd/system/ctrl-alt-del.target
}

# purge_at_once: who thinks better of it before the first start. What was made on
# the way, and is empty, goes.
purge_at_once() {
	purged guichet-kiosk guichet-hub guichetctl && ! grep -q 'is kept' "$scratch/purge" && nobody_left && nothing_left
}

nobody_left() {
	local one
	for one in guichet guichet-hub; do
		[ ! -e "$layer/root/var/lib/$one" ] && ! chrooted getent passwd "$one" && ! chrooted getent group "$one" || return 1
	done
}

# configured_again: dpkg does so after what went wrong in the middle.
configured_again() {
	local one
	files_of_root >"$scratch/once"
	for one in guichet-kiosk guichet-hub; do
		after_install "$one" configure "$(dpkg-deb -f "$scratch"/one/guichetctl_*.deb Version)" &&
			after_install "$one" abort-upgrade 1.0.0 || return 1
	done
	files_of_root | diff "$scratch/once" - && modes && users
}

# purge keeps what citizens handed in, and says so; the hub's goes when it is asked.
purge() {
	purged guichet-kiosk || return 1
	grep -q '/var/lib/guichet is kept' "$scratch/purge" && [ -s "$layer/root/var/lib/guichet/spool.db" ] &&
		chrooted getent passwd guichet >/dev/null || return 1
	GUICHET_PURGE_DATA=yes purged guichet-hub guichetctl || return 1
	! grep -q 'is kept' "$scratch/purge" && ! chrooted getent passwd guichet-hub >/dev/null
}

# installed_again: what was kept is there, and the kiosk's.
installed_again() {
	local before
	before=$(sha256sum <"$layer/root/var/lib/guichet/spool.db")
	chrooted sh -c 'dpkg -i /packages/guichetctl_*.deb /packages/guichet-kiosk_*.deb >/dev/null' &&
		is "$(sha256sum <"$layer/root/var/lib/guichet/spool.db")" "$before" &&
		is "$(chrooted find /var/lib/guichet ! -user guichet | wc -l)" 0
}

# purge_a_disk: a folder that is a disk of its own is emptied where that is asked
# for, and never otherwise; it cannot be removed, and the purge ends well.
purge_a_disk() {
	local data=$layer/root/var/lib/guichet
	rm -rf "$data" && mkdir "$data" && mount -t tmpfs tmpfs "$data" || return 1
	on_exit "umount -l '$data' 2>/dev/null"
	echo kept >"$data/spool.db"
	purged guichet-kiosk && is "$(cat "$data/spool.db")" kept || return 1
	chrooted sh -c 'dpkg -i /packages/guichet-kiosk_*.deb >/dev/null' && GUICHET_PURGE_DATA=yes purged guichet-kiosk guichetctl &&
		is "$(ls -A "$data")" "" && umount "$data" && rmdir "$data" && nobody_left
}

# after_install PACKAGE ARGUMENTS… calls its postinst as dpkg does.
after_install() {
	chrooted env DPKG_MAINTSCRIPT_PACKAGE="$1" DPKG_MAINTSCRIPT_NAME=postinst "/var/lib/dpkg/info/$1.postinst" "${@:2}" >/dev/null
}

# purged PACKAGE…: it ends well.
purged() {
	chrooted env GUICHET_PURGE_DATA="${GUICHET_PURGE_DATA:-}" dpkg --purge "$@" >"$scratch/purge" 2>&1 || { cat "$scratch/purge" && return 1; }
}

# nothing_left: the files are those from before, but for what a purge keeps and
# what apt, dpkg and a machine that ran write.
nothing_left() {
	files_of_root >"$scratch/after"
	comm -13 "$scratch/before" "$scratch/after" | grep -vE \
		'^(var/(log|cache/(ldconfig|apt|debconf)|lib/(dpkg|apt|systemd|ucf|private)|tmp|spool)|etc/(machine-id|\.pwd\.lock|(passwd|group|shadow|gshadow|subuid|subgid)-|resolv\.conf|\.updated|X11/xorg\.conf\.d|hostname|adjtime))(/|$)|^var/lib/dbus/machine-id$|^var/lib/guichet(/|$)|^var/\.updated$|^var/cache/private$' >"$scratch/left" || return 0
	say "   left behind:"
	sed 's/^/   /' "$scratch/left"
	return 1
}

# -----------------------------------------------------------------------------

[ "$(id -u)" = 0 ] || skip "mounts and a container need root"
grep -q overlay /proc/filesystems || skip "the kernel has no overlayfs"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "the picture was only tried on amd64"
mirrors | grep -q . || skip "apt of this machine knows no mirror of Debian 12"
need_packages mmdebstrap systemd-container imagemagick curl dpkg-dev binutils util-linux procps
apt_install lintian >"$scratch/lintian.log" 2>&1 || true
need_to_build
cache=$(go env GOCACHE)
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

ok "a copy of the tree" copy_tree
ok "the packages build" build
ok "… and again elsewhere" build_elsewhere
ok "the two are the same, bit for bit" same
ok "the version before builds" build_earlier
ok "owners, modes, sums, copyright" sound_control
ok "the watchdog is on if the kiosk feeds it" watched
ok "the hub is exposed by 1.5 at most" exposure kioskhub.service 15
ok "the kiosk is exposed by 2.0 at most" exposure guichet-kiosk.service 20
ok "the sound is exposed by 2.0 at most" exposure guichet-sound.service 20
ok "the screen is exposed by 4.0 at most" exposure guichet-display.service 40
ok "the helper is exposed by 4.0 at most" exposure guichet-helper.service 40
! command -v lintian >/dev/null || ok "lintian finds no error" lints

ok "a root of Debian 12" make_root
ok "a layer on it" open_layer
files_of_root >"$scratch/before"
ok "they install where there is no systemd" chrooted sh -c 'dpkg -i /packages/*.deb >/dev/null'
ok "users have no shell, and no group but their own" users
ok "modes" modes
ok "conffiles" conffiles
ok "systemd reads the units" units
ok "udev reads the rules" rules
ok "configured again, nothing changes" configured_again
ok "the programs start" programs_start
ok "purged at once, nothing is left" purge_at_once
ok "the version before is installed" chrooted sh -c 'dpkg -i /packages/earlier/*.deb >/dev/null'

a_screen
ok "the sample is configured" configure
ok "it boots" boot
ok "screen, kiosk and sound run" until_true active guichet-display guichet-kiosk guichet-sound
ok "the home page stands on the screen" until_true first_page
[ -z "${PICTURE:-}" ] || cp "$scratch/screen.png" "$PICTURE"
ok "the hub is set up, and serves" hub_serves
ok "it takes the keys of a ceremony" takes_keys
ok "an upgrade keeps configuration and data" upgrade
ok "… and what ran runs again, new" restarted
ok "nobody else draws there" no_way_in
ok "the kiosk is confined" confined
ok "memory is bounded, and none of it goes to swap" bounded
ok "no key leaves the kiosk" no_keys
ok "the sound answers" sound_answers
ok "the helper answers the kiosk and root" helper_answers
ok "… and nobody else" knows_its_own
ok "what it mounts, the kiosk sees" shares_mounts
ok "USB storage has no driver" no_storage
ok "frozen, the kiosk is back" thaws
ok "it leaves when it is told" leaves
ok "killed, the kiosk is back" reborn systemctl kill -s KILL guichet-kiosk
ok "killed, the screen is back, and the kiosk on it" reborn systemctl kill -s KILL guichet-display
ok "it stops in order" stops_in_order
ok "the kiosk is made known to its hub" enrols
ok "staff mode from the machine" controlled
ok "a number for the front desk" a_number
ok "a sheet for the front desk" a_sheet
ok "guichetctl ctl has the devices of the kiosk" its_devices
ok "guichetctl check is for root" for_root
ok "guichetctl check finds what is wrong" check_finds
ok "… and tells one thing from another" check_swaps
ok "… and reads the configuration" check_reads
ok "the kiosk shuts the machine down" shuts_down
ok "it boots again" boot
ok "… and the home page comes by itself" until_true first_page
ok "removed, they stop and keep configuration and data" remove
shut_down
ok "a purge keeps what citizens handed in, unless it is told" purge
ok "nothing else is left" nothing_left
ok "installed again, it finds what was kept" installed_again
ok "a disk of its own is kept, and emptied where that is asked for" purge_a_disk

say "$passed passed, 0 failed, in $((SECONDS - began)) s"
