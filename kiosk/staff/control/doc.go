// Package control is staff mode without the screen: what a [staff.Works] does,
// over a socket of the machine, for kioskctl.
//
//	kiosk     Listen ─► Server.Serve: a staff.Works behind a socket
//	kioskctl  Dial ─► Client.Works: a staff.Works again, as the pages have it
//
// It is HTTP with a resource for each operation, so that curl will do, too:
//
//	curl --unix-socket /run/guichet/control.sock http://kiosk/paper
//
// An answer is {"result": …, "error": {"words": […], "text": "…"}}, either or
// both; GET looks, POST does. /calls/levels is a stream of such lines.
//
// Only root and the user that the kiosk runs as may ask: the file of the socket
// is theirs alone, and the kernel says who is at the other end (SO_PEERCRED,
// unix(7)). There is no number to type: who may open this socket may read the
// number's hash and every file of the kiosk as well.
package control
