#!/bin/sh
# The guest of stick.sh: a stick is plugged in, asked for, let go, plugged in again.
export PATH=/bin:/sbin:/usr/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /run
exec >/dev/ttyS0 2>&1

passed=0 failed=0
ok() {
	what=$1
	shift
	if "$@" >/tmp/said 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "guest: FAIL $what"
		cat /tmp/said
	fi
}
not() { ! "$@"; }

# ask USER ARGUMENTS…: the helper, by curl.
ask() {
	user=$1
	shift
	/usr/bin/setpriv --reuid "$user" --regid 900 --clear-groups curl -sS -m 60 --unix-socket /run/helper "$@"
}
says() {
	words=$1
	shift
	"$@" >/tmp/answer 2>&1
	cat /tmp/answer
	grep -q "$words" /tmp/answer
}
as_kiosk() { /usr/bin/setpriv --reuid 900 --regid 900 --clear-groups "$@"; }

face() { grep -l '^08' /sys/bus/usb/devices/*:*/bInterfaceClass | head -n 1; }
refused() {
	dir=$(face)
	dir=${dir%/*}
	[ "$(cat "$dir/authorized")" = 0 ] && [ ! -e "$dir/driver" ] && ! grep -qE '^sd' /tmp/disks
}
look() {
	udevadm settle
	ls /sys/class/block >/tmp/disks
	cat /tmp/disks
	grep -E '^(usb_storage|uas) ' /proc/modules
}
closed() {
	look
	refused
}
no_modules() { not grep -qE '^(usb_storage|uas) ' /proc/modules; }
soon() {
	for n in 1 2 3 4 5 6 7 8 9 10; do
		"$@" && return
		sleep 1
	done
	return 1
}
replug() {
	dir=$(face)
	dir=$(cd -P "${dir%/*}/.." && pwd)
	echo 0 >"$dir/authorized"
	sleep 1
	echo 1 >"$dir/authorized"
	sleep 3
}
helper_pid() { grep -l '^kioskctl.helper' /proc/[0-9]*/cmdline | head -n 1 | tr -dc 0-9; }

/lib/systemd/systemd-udevd --daemon
udevadm trigger
udevadm settle
modprobe xhci-pci
sleep 3
soon face >/dev/null
ok "plugged in, it is refused" closed
ok "… and nothing is loaded for it" no_modules
systemd-socket-activate -l /run/helper kioskctl helper &
until [ -S /run/helper ]; do sleep 0.2; done
chmod 666 /run/helper
ok "asked for, it is there" says '"label":"MAIRIE","serial":"0123456789AB"' ask 900 http://h/stick
ok "the kiosk reads it" says bonjour as_kiosk cat /run/guichet-stick/hello.txt
ok "it is mounted as it should be" grep -q '/run/guichet-stick vfat ro,nosuid,nodev,noexec,noatime,nosymfollow' /proc/mounts
ok "nobody else reads it" not /usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups cat /run/guichet-stick/hello.txt
ok "nobody else asks" says 'curl: (' ask 65534 http://h/stick
echo diagnostics >/tmp/file
ok "a file is written" ask 900 -f -T /tmp/file http://h/stick/guichet.zip
ok "… and is there" says diagnostics as_kiosk cat /run/guichet-stick/guichet.zip
ok "… and it is read only again" grep -q '/run/guichet-stick vfat ro,' /proc/mounts
head -c 9000000 /dev/zero >/tmp/file
ok "a full one says so" says full_stick ask 900 -T /tmp/file http://h/stick/big.zip
ok "… and keeps nothing of it" not ls /run/guichet-stick/big.zip
ok "let go, it is refused" says '^$' ask 900 -f -w '\n' -X DELETE http://h/stick
ok "… has no driver" closed
ok "… is not mounted" not grep -q guichet-stick /proc/mounts
ok "… and nothing is loaded" soon no_modules
for n in 1 2 3; do
	replug
	ok "plugged in again, it is refused ($n)" closed
done
ok "asked for again, it is there" says MAIRIE ask 900 http://h/stick
replug
ok "out and back while it is open, it is refused" closed
ok "… and there when one asks" says '"label":"MAIRIE"' ask 900 http://h/stick
ok "… and can be read" says bonjour as_kiosk cat /run/guichet-stick/hello.txt
ok "the clock is set" ask 900 -f -d '{"time":"2027-01-02T03:04:05Z"}' http://h/clock
ok "… with the one on its battery" grep -q 2027-01-02 /sys/class/rtc/rtc0/date
kill -9 "$(helper_pid)"
sleep 1
ok "the helper dies and leaves it open" grep -q guichet-stick /proc/mounts
rm -f /run/helper
systemd-socket-activate -l /run/helper kioskctl helper &
until [ -S /run/helper ]; do sleep 0.2; done
ok "the next one lets go of it" says no_light ask 0 http://h/brightness
ok "… and refuses it" closed
ok "… and has it unmounted" not grep -q guichet-stick /proc/mounts
echo "guest: $passed passed, $failed failed"
poweroff -f
