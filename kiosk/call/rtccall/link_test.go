package rtccall

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/call/wire"
)

// silence is a network that drops all, as a firewall does: nobody refuses.
type silence struct{ asked int }

func (s *silence) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked++
	<-r.Context().Done()
	time.Sleep(time.Millisecond) // no try ends to the instant
	return nil, r.Context().Err()
}

// A hub from which nothing comes back is asked less and less, and is logged once: that
// each try takes its time does not make a connection of it.
func TestAHubThatIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		network := &silence{}
		l := &link{
			o: &Options{
				Request: func() (*http.Request, error) {
					return http.NewRequest(http.MethodGet, "http://hub.example"+wire.PathKiosk, nil)
				},
				Client: &http.Client{Transport: network}, Log: slog.New(slog.NewTextHandler(&log, nil)),
			},
			hear: func(wire.Message) {}, came: func() {}, inCall: func() bool { return false },
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		l.run(ctx)
		if most := int(time.Hour/(shaking+longest/2)) + 8; network.asked > most { // a rest is half of longest at least
			t.Errorf("asked %d times in an hour, %d at most", network.asked, most)
		}
		if n := strings.Count(log.String(), "call_link_lost"); n != 1 {
			t.Errorf("logged %d times", n)
		}
	})
}
