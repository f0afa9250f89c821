package video

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/pion/webrtc/v4"
)

// A socket that is closed under pion is no error of ours, and addresses stay out
// of the log.
func TestWhatPionSaysHasNoAddresses(t *testing.T) {
	var said bytes.Buffer
	log := Logs(slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))).NewLogger("ice")
	address := &net.UDPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 9}
	log.Errorf("failed to write to %v", address)
	log.Error("failed to write to " + address.String())
	log.Warnf("no way to %v", address)
	log.Infof("begins with %v", address)
	if s := said.String(); strings.Contains(s, "192.0.2.7") || strings.Count(s, "\n") != 3 || strings.Count(s, "level=DEBUG msg=call_library part=ice") != 3 {
		t.Error(s)
	}
}

// What it says of a socket that is closed comes here, not to the standard error.
func TestPionSpeaksToOurLog(t *testing.T) {
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 9)
	mux := webrtc.NewICEUDPMux(Logs(slog.New(heard{slog.DiscardHandler, said})).NewLogger("ice"), socket)
	defer mux.Close()
	socket.Close()
	if s := <-said; !strings.Contains(s, "UDP packet") {
		t.Error(s)
	}
}

// heard passes on what pion says.
type heard struct {
	slog.Handler
	said chan string
}

func (heard) Enabled(context.Context, slog.Level) bool { return true }
func (h heard) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "says" {
			h.said <- a.Value.String()
		}
		return true
	})
	return nil
}
