package control

import (
	"context"
	"net"
	"os"

	"guichet/kiosk/peer"
)

type peerKey struct{}

// withPeer notes who is at the other end of a connection.
func withPeer(ctx context.Context, c net.Conn) context.Context {
	uid, _ := peer.Of(c) // nobody, with an error
	return context.WithValue(ctx, peerKey{}, uid)
}

// asker is the user who asks.
func asker(ctx context.Context) uint32 {
	if uid, ok := ctx.Value(peerKey{}).(uint32); ok {
		return uid
	}
	return peer.Nobody
}

// isOurs lets in root and the user that this program runs as.
func isOurs(uid uint32) bool { return uid != peer.Nobody && (uid == 0 || int(uid) == os.Geteuid()) }
