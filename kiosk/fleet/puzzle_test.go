package fleet

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/spool"
)

// One submission that the hub can neither take nor refuse, because its own row of
// it is damaged, holds up none of those behind it, and is tried again for ever.
func TestAPuzzleHoldsUpNobody(t *testing.T) {
	for name, puzzling := range map[string]int{"one": 1, "three": 3, "all": 40} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, 1)
				w.calm = true
				for range 40 {
					w.submit()
				}
				first, err := w.Next(t.Context(), spool.Record{}, puzzling)
				need(t, err)
				tries := 0
				c := newCourier(client(t, func(r *http.Request) (*http.Response, error) {
					body, _ := io.ReadAll(r.Body)
					for _, one := range first {
						if bytes.Equal(body, w.bytes[one.ID]) {
							tries++
							return problem(http.StatusServiceUnavailable, "unknown", time.Now()), nil
						}
					}
					r.Body = io.NopCloser(bytes.NewReader(body))
					return w.RoundTrip(r)
				}), w.id, slog.New(slog.DiscardHandler))
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				c.run(ctx, w)
				if len(w.box) != puzzling {
					t.Errorf("%d submissions are still in the kiosk", len(w.box))
				}
				if tries < 10 || tries > 160 { // an hour with a pause of at most 5 minutes, and up to 4 requests each
					t.Errorf("the hub was asked %d times", tries)
				}
			})
		})
	}
}
