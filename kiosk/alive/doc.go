// Package alive tells systemd how the kiosk is: that its first page stands, and
// then, again and again, that it lives. A program that says nothing for a while
// is killed and started anew (sd_notify(3), systemd.service(5), WatchdogSec).
//
// What lives is not the process but what a citizen sees: each [Check] asks one
// part, the loop of the visit, that of the front desk or the painting of frames,
// whether it answers. The dog is fed only while all do.
package alive
