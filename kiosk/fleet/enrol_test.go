package fleet

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// Who tries again with the same code shows the same key, whatever he mistyped behind
// its secret half; another code is another kiosk's.
func TestTheSameCodeBringsTheSameKey(t *testing.T) {
	root := []byte(`{"signed":"root"}`)
	code, other := wire.NewCode(root, publicOf(hubKey), "04999"), wire.NewCode(root, publicOf(hubKey), "04999")
	var keys []string
	answers := func(r *http.Request) (*http.Response, error) {
		var ask wire.EnrolRequest
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			t.Error(err)
		}
		keys = append(keys, custody.KioskID(ask.Key))
		return reply(http.StatusCreated, wire.EnrolReply{
			Kiosk: custody.KioskID(ask.Key), Town: "04999", Name: "Hall", Hub: publicOf(hubKey), Root: root,
		}, time.Now()), nil
	}
	loses := func(r *http.Request) (*http.Response, error) {
		answers(r)
		return nil, io.ErrUnexpectedEOF
	}
	e := Enrolment{Hub: "https://hub.example", Dir: t.TempDir(), Version: "1.0.0", Machine: "test"}
	for i, c := range []struct {
		code string
		hub  network
		want error
	}{
		{code.String(), loses, ErrNoHub},
		{code.String()[:25] + "0000", answers, ErrWrongHub},
		{code.String(), answers, nil},
		{other.String(), answers, nil},
	} {
		id, err := e.Try(t.Context(), c.code, c.hub)
		if !errors.Is(err, c.want) {
			t.Errorf("try %d: %v, want %v", i+1, err, c.want)
		}
		kept, _ := ReadIdentity(e.Dir)
		if kept.Kiosk != id.Kiosk || c.want == nil && id.Kiosk != keys[i] {
			t.Errorf("try %d: it is %q, and keeps that it is %q", i+1, id.Kiosk, kept.Kiosk)
		}
	}
	if keys[0] != keys[1] || keys[0] != keys[2] || keys[0] == keys[3] {
		t.Errorf("the hub saw %q", keys)
	}
}
