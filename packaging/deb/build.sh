#!/usr/bin/env bash
# Builds the Debian packages of this tree: guichet-kiosk, guichet-hub, guichetctl.
# No root is needed. The same commit gives the same packages, bit for bit, in
# whatever folder it lies.
#
#   packaging/deb/build.sh [OUT]    into OUT (./out)
#
# VERSION=1.2.3     the version of the packages; by default that of the program
#                   with the time and the name of the commit behind it
# PROGRAMS=FOLDER   packs kiosk, kioskhub and kioskctl from there
# MAINTAINER="Name <name@host>" who answers for them
# SOURCE_DATE_EPOCH the time of every file; by default that of the commit

# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

out=${1:-out}
here=$root/packaging
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
	SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct) || die "git does not say when this tree was committed: set SOURCE_DATE_EPOCH and VERSION"
fi
export SOURCE_DATE_EPOCH
architecture=$(dpkg --print-architecture)

# version_here grows with every commit: 1.0.0+20261122.105841.e3cb104
version_here() {
	local program commit
	program=$(sed -n 's/^const Version = "\(.*\)"$/\1/p' "$root/kiosk/fleet/wire/wire.go")
	[ -n "$program" ] || die "kiosk/fleet/wire does not say its version"
	commit=$(git -C "$root" rev-parse HEAD 2>/dev/null) || commit=0
	printf '%s+%s.%.7s' "$program" "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d.%H%M%S)" "$commit"
}

# compile makes the programs. A release adds migrated_fynedo: who touches the
# screen from the wrong goroutine is found in tests, not mended at run time. The
# kiosk has C in it, so it is loaded at a random address; the others are static.
compile() {
	need_to_build
	local release=(-trimpath -ldflags='-s -w -buildid=')
	say "Compiling (the first time takes some minutes)."
	(
		cd "$root"
		GOFLAGS=$GOFLAGS,migrated_fynedo CGO_ENABLED=1 go build -buildmode=pie "${release[@]}" -o "$1/" ./cmd/kiosk
		CGO_ENABLED=0 go build "${release[@]}" -o "$1/" ./cmd/kioskhub ./cmd/kioskctl
	) || die "it does not build"
}

# put MODE FILE TO: a file of the package.
put() { install -D -m "$1" "$2" "$tree$3"; }

fill_guichet-kiosk() {
	local unit
	put 755 "$programs/kiosk" /usr/bin/kiosk
	put 755 "$here/systemd/display-key" /usr/lib/guichet/display-key
	for unit in guichet-display guichet-kiosk guichet-sound guichet-check; do
		put 644 "$here/systemd/$unit.service" "/lib/systemd/system/$unit.service"
	done
	put 644 "$here/systemd/guichet-helper.service" /lib/systemd/system/guichet-helper.service
	put 644 "$here/systemd/guichet-helper.socket" /lib/systemd/system/guichet-helper.socket
	if speaks_to_systemd "$programs/kiosk"; then
		put 644 "$here/systemd/guichet-kiosk.service.d/watchdog.conf" /lib/systemd/system/guichet-kiosk.service.d/watchdog.conf
	fi
	put 644 "$here/systemd/system.conf" /usr/lib/systemd/system.conf.d/60-guichet.conf
	put 644 "$here/systemd/logind.conf" /usr/lib/systemd/logind.conf.d/60-guichet.conf
	put 644 "$here/systemd/coredump.conf" /usr/lib/systemd/coredump.conf.d/60-guichet.conf
	put 644 "$here/systemd/sysctl.conf" /usr/lib/sysctl.d/60-guichet.conf
	put 644 "$here/systemd/modules-load.conf" /usr/lib/modules-load.d/guichet.conf
	put 644 "$here/udev/70-guichet.rules" /lib/udev/rules.d/70-guichet.rules
	put 644 "$here/systemd/sound.pa" /usr/share/guichet/sound.pa
	put 644 "$here/systemd/90-guichet.conf" /usr/share/X11/xorg.conf.d/90-guichet.conf
	put 644 "$here/systemd/60-guichet-screen.conf" /etc/X11/xorg.conf.d/60-guichet-screen.conf
	put 644 "$here/etc/kiosk.yaml" /etc/guichet/kiosk.yaml
	put 644 "$here/etc/kiosk.yaml" /usr/share/doc/guichet-kiosk/kiosk.yaml
	put 644 "$here/README.md" /usr/share/doc/guichet-kiosk/README.md
}

fill_guichet-hub() {
	put 755 "$programs/kioskhub" /usr/bin/kioskhub
	put 644 "$here/systemd/kioskhub.service" /lib/systemd/system/kioskhub.service
	hub_sample >"$work/kioskhub.yaml"
	put 644 "$work/kioskhub.yaml" /etc/guichet/kioskhub.yaml
	put 644 "$here/README.md" /usr/share/doc/guichet-hub/README.md
	put 644 "$here/guide-administrateur.md" /usr/share/doc/guichet-hub/guide-administrateur.md
}

fill_guichetctl() {
	put 755 "$programs/kioskctl" /usr/bin/kioskctl
	put 755 "$here/guichetctl" /usr/bin/guichetctl
	put 644 "$here/guide-accueil.md" /usr/share/guichet/guide-accueil.md
}

# hub_sample is the sample of "kioskhub init", with the files where this package
# keeps them. "guichetctl hub setup" writes the address.
hub_sample() {
	sed -e 's|{{\.Address}}|https://localhost:8443|' \
		-e 's|^\(  certificate: \)tls/|\1/var/lib/guichet-hub/tls/|' \
		-e 's|^\(  key: \)tls/|\1/var/lib/guichet-hub/tls/|' \
		-e 's|^\(database: \)data/|\1/var/lib/guichet-hub/data/|' \
		-e 's|^\(key: \)keys/|\1/var/lib/guichet-hub/keys/|' \
		-e 's|^\(online_keys: \)keys/|\1/var/lib/guichet-hub/keys/|' \
		"$root/cmd/kioskhub/sample.yaml" >"$work/sample"
	! grep -nE '^[^#]*: (tls|keys|data)/' "$work/sample" || die "the sample of the hub has a file that this script does not know"
	cat "$work/sample"
}

# speaks_to_systemd: the watchdog would kill a kiosk that never says it lives.
speaks_to_systemd() { grep -aq NOTIFY_SOCKET "$1"; }

# shared_libraries of a program, with the versions that Debian's own tool finds.
shared_libraries() {
	if ! readelf -d "$1" | grep -q '(NEEDED)'; then return; fi
	mkdir -p "$work/shlibs/debian"
	printf 'Source: guichet\n\nPackage: guichet\nArchitecture: any\n' >"$work/shlibs/debian/control"
	(cd "$work/shlibs" && dpkg-shlibdeps -O --ignore-missing-info "$1" 2>"$work/shlibs/said") |
		sed -n 's/^shlibs:Depends=//p' || {
		cat "$work/shlibs/said" >&2
		die "the libraries of $1 are of no package"
	}
}

# notices are those that the licences of what is inside ask to hand on: ours, Go's,
# and those of the modules, some of which hold the work of others in a folder.
notices() {
	local module version folder
	cat "$root/kiosk/font/LICENSE" "$root/kiosk/ui/icon/LICENSE" "$root/forms/cog/NOTICE.md" "$root/forms/calendar/NOTICE.md"
	printf '\n\n=== Go\n\n'
	cat "$(go env GOROOT)/LICENSE"
	(cd "$root" && go version -m "$1" | awk '$1 == "dep" {print $2}' | LC_ALL=C sort |
		xargs go list -mod=readonly -m -f '{{.Path}} {{.Version}} {{.Dir}}') |
		while read -r module version folder; do
			printf '\n\n=== %s %s\n\n' "$module" "$version"
			find "$folder" -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) -not -name '*.go' -not -path '*/testdata/*' -print0 |
				LC_ALL=C sort -z | xargs -0 -r cat
		done
}

# installed_size NAME, in kilobytes, counted as dpkg-gencontrol does: by the bytes of
# files. What a folder takes differs between file systems.
installed_size() {
	find "$work/$1" -path "$work/$1/DEBIAN" -prune -o -type f -printf '%s\n' -o -printf '1\n' |
		awk '{ total += int(($1 + 1023) / 1024) } END { print total }'
}

# pack NAME makes one package of what fill_NAME puts in.
pack() {
	local name=$1 depends program
	local tree=$work/$name
	mkdir -p "$tree/DEBIAN"
	"fill_$name"
	put 644 "$here/deb/copyright" "/usr/share/doc/$name/copyright"
	program=$(find "$tree/usr/bin" -type f -name 'kiosk*')
	notices "$program" | gzip -9n >"$work/notices.gz"
	put 644 "$work/notices.gz" "/usr/share/doc/$name/NOTICES.gz"
	if [ -f "$here/deb/$name/lintian-overrides" ]; then
		put 644 "$here/deb/$name/lintian-overrides" "/usr/share/lintian/overrides/$name"
	fi
	printf '%s (%s) bookworm; urgency=medium\n\n  * See the history of the project.\n\n -- %s  %s\n' \
		guichet "$version" "$maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$work/changelog.gz"
	put 644 "$work/changelog.gz" "/usr/share/doc/$name/changelog.gz"
	depends=$(shared_libraries "$program")
	control "$name" "$depends" >"$tree/DEBIAN/control"
	scripts "$name"
	(cd "$tree" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
	find "$tree" -type d -exec chmod 755 {} +
	chmod 644 "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"
	find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	dpkg-deb --root-owner-group -Zxz -z1 --build "$tree" "$out/${name}_${version}_$architecture.deb" >/dev/null
}

control() {
	local name=$1 depends=$2
	cat <<-END
		Package: $name
		Source: guichet
		Version: $version
		Architecture: $architecture
		Maintainer: $maintainer
		Installed-Size: $(installed_size "$name")
		Priority: optional
	END
	# A list stands on one line in a package.
	sed -e "s/@version@/$version/; s/@shlibs@/${depends//\//\\/}/" "$here/deb/$name/control" |
		sed -e '/^Depends:/{:more' -e '/,$/{N;s/,\n */, /;bmore' -e '}}'
}

scripts() {
	local one
	for one in postinst prerm postrm; do
		[ ! -f "$here/deb/$1/$one" ] || install -m 755 "$here/deb/$1/$one" "$work/$1/DEBIAN/$one"
	done
	[ ! -f "$here/deb/$1/conffiles" ] || install -m 644 "$here/deb/$1/conffiles" "$work/$1/DEBIAN/conffiles"
}

umask 022
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$scratch
version=${VERSION:-$(version_here)}
maintainer=${MAINTAINER:-Guichet <guichet@invalid>}
need_packages dpkg-dev binutils
need_go
programs=${PROGRAMS:-$scratch/programs}
[ -n "${PROGRAMS:-}" ] || compile "$programs"
for one in guichet-kiosk guichet-hub guichetctl; do pack "$one"; done
find "$out" -name "*_${version}_$architecture.deb" -printf '  %s %f\n' | sort -k 2
