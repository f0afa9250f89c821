#!/usr/bin/env bash
# Tries the USB stick of the front desk with the kernel of Debian 12 and a stick in
# QEMU: the rule of udev and the helper are the real ones, all else is the least
# that starts. It ends with one line for each kind of stick: N passed, 0 failed.
#
#   packaging/deb/stick.sh       some minutes, for the processor is emulated
#
# It installs the tools that it needs, keeps the kernel in ~/.cache/guichet, and
# changes nothing else.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/guichet
guest=$scratch/guest

# kernel_of_debian unpacks what "apt install linux-image-amd64" would take.
kernel_of_debian() {
	local name
	name=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-6.*\)/\1/p' | head -n 1)
	[ -n "$name" ] || die "apt of this machine knows no kernel of Debian 12"
	kernel=$cache/$name
	if [ ! -d "$kernel" ]; then
		say "Fetching $name"
		(cd "$scratch" && apt-get -q download "$name" >/dev/null 2>&1) || die "$name could not be fetched"
		rm -rf "$kernel.new" && mkdir -p "$kernel.new"
		dpkg-deb -x "$scratch/$name"_*.deb "$kernel.new"
		mv "$kernel.new" "$kernel"
	fi
	release=$(ls "$kernel/lib/modules")
	depmod -b "$kernel" "$release"
}

# program FILE… puts programs in, with their libraries.
program() {
	local one library
	for one in "$@"; do
		install -D "$one" "$guest$one"
		ldd "$one" 2>/dev/null | grep -oE '/[^ ]+' | while read -r library; do
			[ -e "$guest$library" ] || install -D "$library" "$guest$library"
		done
	done
}

# module NAME… puts modules in, with those they need.
module() {
	local one file
	for one in "$@"; do
		modprobe -d "$kernel" -S "$release" --show-depends "$one" | sed -n "s|^insmod $kernel/\([^ ]*\).*|\1|p" | while read -r file; do
			[ -e "$guest/$file" ] || install -D -m 644 "$kernel/$file" "$guest/$file"
		done
	done
}

make_guest() {
	local one
	mkdir -p "$guest"/{bin,sbin,proc,sys,dev,run,tmp,etc,lib/systemd,usr/lib/udev}
	cp -L /bin/busybox "$guest/bin/busybox"
	for one in sh mount cat ls sleep mkdir grep chmod poweroff head tr rm; do ln -s busybox "$guest/bin/$one"; done
	program /usr/bin/udevadm /usr/bin/kmod /usr/bin/curl /usr/bin/systemd-socket-activate /usr/bin/setpriv
	for one in /usr/lib/udev/*_id; do program "$one"; done
	ln -s /usr/bin/udevadm "$guest/lib/systemd/systemd-udevd"
	ln -s /usr/bin/kmod "$guest/sbin/modprobe"
	ln -s ../usr/lib/udev "$guest/lib/udev"
	cp -R /usr/lib/udev/rules.d "$guest/usr/lib/udev/"
	cp "$root/packaging/udev/70-guichet.rules" "$guest/usr/lib/udev/rules.d/"
	printf '%s\n' root:x:0:0::/: guichet:x:900:900::/: nobody:x:65534:65534::/: >"$guest/etc/passwd"
	printf '%s\n' root:x:0: guichet:x:900: >"$guest/etc/group"
	module xhci-pci usb-storage uas sd_mod vfat exfat nls_ascii nls_cp437 nls_iso8859-1 nls_utf8
	cp "$kernel/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$guest/lib/modules/$release/"
	depmod -b "$guest" "$release"
	(cd "$root" && CGO_ENABLED=0 go build -o "$guest/usr/bin/kioskctl" ./cmd/kioskctl) || die "it does not build"
	cp "$root/packaging/deb/stick-guest.sh" "$guest/init"
	chmod -R go+rX "$guest"
	chmod 755 "$guest/init"
	(cd "$guest" && find . | cpio --quiet -o -H newc -R 0:0) | gzip -1 >"$scratch/guest.gz"
}

# make_stick is a disk with a table and one partition, as they are sold.
make_stick() {
	truncate -s 8M "$scratch/part"
	mkfs.vfat -n MAIRIE "$scratch/part" >/dev/null
	echo bonjour | mcopy -i "$scratch/part" - ::hello.txt
	truncate -s 10M "$scratch/stick"
	dd if="$scratch/part" of="$scratch/stick" bs=1M seek=1 conv=notrunc status=none
	printf 'label: dos\nstart=2048,size=16384,type=6\n' | sfdisk -q "$scratch/stick" 2>/dev/null
}

# try_stick WHAT DEVICE… boots the guest with it.
try_stick() {
	local what=$1
	shift
	say "$what"
	timeout 900 qemu-system-x86_64 -accel tcg -cpu max -m 768 -nographic -no-reboot -nic none \
		-kernel "$kernel/boot/vmlinuz-$release" -initrd "$scratch/guest.gz" -append 'console=ttyS0 quiet panic=-1' \
		-device qemu-xhci,id=usb -drive "if=none,id=stick,format=raw,file=$scratch/stick,snapshot=on" "$@" \
		</dev/null 2>&1 | tr -d '\r' >"$scratch/said" || true
	sed -n 's/^guest: /   /p' "$scratch/said"
	grep -q '^guest: [0-9]* passed, 0 failed' "$scratch/said" || {
		tail -n 40 "$scratch/said"
		die "$what: see above"
	}
}

[ "$(dpkg --print-architecture)" = amd64 ] || die "it was only written for amd64"
need_packages qemu-system-x86 busybox-static kmod cpio dosfstools mtools fdisk curl udev systemd util-linux
need_go
kernel_of_debian
make_guest
make_stick
try_stick "A stick of the old kind (bulk-only)" -device usb-storage,bus=usb.0,drive=stick,serial=0123456789AB
try_stick "A stick of the new kind (UAS)" -device usb-uas,bus=usb.0,id=uas,serial=0123456789AB -device scsi-hd,bus=uas.0,drive=stick
