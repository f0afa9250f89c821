package control

import (
	"context"
	"reflect"
	"strings"
	"time"

	"guichet/kiosk/staff"
)

// route is one resource.
type route struct {
	// serves are the methods of [staff.Works] that it stands for, by field and
	// method: "Paper.Feed". A test wants each of them in some route.
	serves string
	where  string // "POST /paper/feed"
	takes  time.Duration
	do     func(context.Context, staff.Works, ask) (any, error)
}

// How long an operation may take, at most.
const (
	short    = 10 * time.Second
	middling = 2 * time.Minute
	long     = 15 * time.Minute
)

// ask is what a request says.
type ask struct {
	N       int    `json:"n,omitempty"`       // lines
	ID      string `json:"id,omitempty"`      // of a pack
	Percent int    `json:"percent,omitempty"` // of brightness, volume
}

// dial is a value that may not be there.
type dial struct {
	Percent int  `json:"percent"`
	Can     bool `json:"can"` // be set
}

// screen is both of the screen's.
type screen struct {
	Brightness dial `json:"brightness"`
	Volume     dial `json:"volume"`
}

// key is what is on a stick.
type key struct {
	File   []byte `json:"file"`
	Serial string `json:"serial"`
}

// stream is a result that comes in parts.
type stream func(ctx context.Context, tell func(int)) error

var routes = []route{
	{"Health", "GET /health", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return w.Health(), nil }},
	{"Log", "GET /log", short, func(_ context.Context, w staff.Works, a ask) (any, error) { return w.Log(a.N), nil }},

	{"Paper.State", "GET /paper", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return w.Paper.State(), nil }},
	{"Paper.Feed", "POST /paper/feed", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Paper.Feed(ctx) }},
	{"Paper.Test", "POST /paper/test", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Paper.Test(ctx) }},
	{"Paper.NewRoll", "POST /paper/roll", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Paper.NewRoll() }},

	{"Waiting.State", "GET /waiting", short, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Waiting.State(ctx) }},
	{"Waiting.Deliver", "POST /waiting/deliver", long, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Waiting.Deliver(ctx) }},

	{"Packs.List", "GET /packs", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return w.Packs.List(), nil }},
	{"Packs.Install", "POST /packs/install", long, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Packs.Install(ctx) }},
	{"Packs.Back", "POST /packs/back", long, func(ctx context.Context, w staff.Works, a ask) (any, error) { return nil, w.Packs.Back(ctx, a.ID) }},

	{"Calls.Check", "GET /calls", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Calls.Check(ctx), nil }},
	{"Calls.Levels", "POST /calls/levels", long, func(_ context.Context, w staff.Works, _ ask) (any, error) { return stream(w.Calls.Levels), nil }},
	{"Calls.Picture", "POST /calls/picture", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Calls.Picture(ctx) }},
	{"Calls.Call", "POST /calls/call", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { w.Calls.Call(); return nil, nil }},

	{"Screen.Brightness Screen.Volume", "GET /screen", short, func(ctx context.Context, w staff.Works, _ ask) (any, error) {
		var s screen
		s.Brightness.Percent, s.Brightness.Can = w.Screen.Brightness(ctx)
		s.Volume.Percent, s.Volume.Can = w.Screen.Volume()
		return s, nil
	}},
	{"Screen.SetBrightness", "POST /screen/brightness", short, func(ctx context.Context, w staff.Works, a ask) (any, error) {
		return nil, w.Screen.SetBrightness(ctx, a.Percent)
	}},
	{"Screen.SetVolume", "POST /screen/volume", short, func(_ context.Context, w staff.Works, a ask) (any, error) { return nil, w.Screen.SetVolume(a.Percent) }},
	{"Screen.Clean", "POST /screen/clean", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Screen.Clean() }},

	{"Machine.Facts", "GET /facts", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Machine.Facts(ctx), nil }},
	{"Machine.SetClock", "POST /machine/clock", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Machine.SetClock(ctx) }},
	{"Machine.Restart", "POST /machine/restart", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Machine.Restart() }},
	{"Machine.Reboot", "POST /machine/reboot", short, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Machine.Reboot(ctx) }},
	{"Machine.PowerOff", "POST /machine/poweroff", short, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Machine.PowerOff(ctx) }},

	{"Sticks.Key", "POST /stick/key", middling, func(ctx context.Context, w staff.Works, _ ask) (any, error) {
		file, serial, err := w.Sticks.Key(ctx)
		return key{file, serial}, err
	}},
	{"Sticks.Export", "POST /stick/export", long, func(ctx context.Context, w staff.Works, _ ask) (any, error) { return w.Sticks.Export(ctx) }},
	{"Sticks.Close", "POST /stick/close", middling, func(_ context.Context, w staff.Works, _ ask) (any, error) { return nil, w.Sticks.Close() }},

	{"Visit.Waits", "GET /visit", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { return w.Visit.Waits(), nil }},
	{"Visit.End", "POST /visit/end", short, func(_ context.Context, w staff.Works, _ ask) (any, error) { w.Visit.End(); return nil, nil }},
}

// whereParts tells which parts a kiosk has: the names of the fields of its Works
// that are not nil.
const whereParts = "GET /parts"

func partsOf(w staff.Works) (names []string) {
	v := reflect.ValueOf(w)
	for i := range v.NumField() {
		if !v.Field(i).IsNil() {
			names = append(names, v.Type().Field(i).Name)
		}
	}
	return names
}

// has tells whether a kiosk has the part that a route is of.
func (r route) has(w staff.Works) bool {
	part, _, _ := strings.Cut(r.serves, ".")
	return !reflect.ValueOf(w).FieldByName(part).IsNil()
}
