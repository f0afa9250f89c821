// Package peer says who is at the other end of a unix socket. The kernel knows it,
// so nobody who asks has to be believed: SO_PEERCRED, unix(7), the user as he was
// when he connected.
package peer

import (
	"errors"
	"fmt"
	"net"

	"golang.org/x/sys/unix"
)

// Nobody is the user of a connection of which the kernel does not say it. It is no
// user's number: to chown(2) it means "leave it as it is".
const Nobody = ^uint32(0)

// ErrNotUnix is a connection of another kind.
var ErrNotUnix = errors.New("peer: not a unix socket")

// Of is the number of the user who connected; [Nobody] with an error.
func Of(conn net.Conn) (uid uint32, err error) {
	sock, ok := conn.(*net.UnixConn)
	if !ok {
		return Nobody, ErrNotUnix
	}
	raw, err := sock.SyscallConn()
	if err != nil {
		return Nobody, fmt.Errorf("peer: %w", err)
	}
	var cred *unix.Ucred
	var failed error
	err = raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	})
	if err := errors.Join(err, failed); err != nil {
		return Nobody, fmt.Errorf("peer: %w", err)
	}
	return cred.Uid, nil
}
