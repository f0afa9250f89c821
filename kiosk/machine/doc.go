// Package machine is what the kiosk needs of root, and no more: the USB stick of
// the front desk, restarting and shutting down, the clock, the brightness.
//
// The kiosk has no right of its own. A small program that runs as root, the
// helper ("kioskctl helper", under systemd), answers a closed list of verbs on a
// unix socket. Nothing that is asked becomes a path or a command line: there is
// one folder for the stick, and the name of a file is checked letter by letter.
//
//	kiosk ── Client ──HTTP over /run/guichet-helper/socket──► Serve ─► mount, systemctl, clock, /sys
//
//	GET    /stick             opens the one USB stick that is plugged in, read only
//	PUT    /stick/NAME        writes one file on it
//	DELETE /stick             lets it go
//	POST   /power/reboot      and /power/off
//	POST   /clock             {"time": "2026-11-22T14:00:00Z"}
//	GET    /brightness        {"percent": 80}; PUT sets it
//
// Who may ask is told by the kernel, not by the asker: the user at the other end
// of the socket (SO_PEERCRED, unix(7)) is root or one of those in [Options].
//
// # A stick is nothing until staff asks
//
// A rule of udev refuses the interface of each USB storage that is plugged in:
// the kernel then binds no driver to it, reads no partition table and no file
// system of a stranger. GET /stick admits them, DELETE /stick and a quarter of
// an hour refuse them again. The kernel calls this interface authorization
// (Documentation/usb/authorization.rst, "Interface authorization").
//
// A list of modules that may not be loaded does the same only where usb-storage
// is a module, asks the helper for the right to put code into the kernel, and
// takes a disk from a machine that starts from one. Refusing whole devices
// (authorized_default) would stand in the way of a printer that is plugged in
// again, where nothing may.
//
// What is not here is tried by packaging/deb/stick.sh, with the kernel of Debian 12
// and a stick in QEMU, bulk-only and UAS. Not tried: a real stick, a real light
// behind a screen.
package machine
