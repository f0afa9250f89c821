package control

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/kiosk/staff"
)

// serve runs a server until the test ends, and gives its socket. The name is
// short: a socket's has 107 bytes at most (unix(7)).
func serve(t *testing.T, s *Server) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ctl")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "control.sock")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		os.RemoveAll(dir)
	})
	return path
}

// dialed is the other side of a kiosk's Works.
func dialed(t *testing.T, w staff.Works) (*Client, staff.Works) {
	t.Helper()
	c := Dial(serve(t, &Server{Works: w}))
	far, err := c.Works(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c, far
}

// method is one thing that a Works does: "Paper.Feed" and how to call it.
type method struct {
	name string
	call reflect.Value
}

// methodsOf are all methods of all parts.
func methodsOf(w staff.Works) (all []method) {
	v := reflect.ValueOf(w)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		if field.Kind() == reflect.Func {
			all = append(all, method{name, field})
			continue
		}
		for j := range field.Type().NumMethod() {
			m := field.Type().Method(j).Name
			all = append(all, method{name + "." + m, field.MethodByName(m)})
		}
	}
	return all
}

// arguments are some for a method; tell adds what it is told to heard.
func arguments(t *testing.T, m reflect.Type, heard *[]int) (in []reflect.Value) {
	for i := range m.NumIn() {
		switch m.In(i) {
		case reflect.TypeFor[context.Context]():
			in = append(in, reflect.ValueOf(t.Context()))
		case reflect.TypeFor[int]():
			in = append(in, reflect.ValueOf(42))
		case reflect.TypeFor[string]():
			in = append(in, reflect.ValueOf("cantine"))
		case reflect.TypeFor[func(int)]():
			in = append(in, reflect.ValueOf(func(n int) { *heard = append(*heard, n) }))
		default:
			t.Fatalf("a method takes a %v: say which one to try", m.In(i))
		}
	}
	return in
}

// results calls a method, and gives what came of it without its error.
func results(t *testing.T, m method) (out []any, err error) {
	var heard []int
	for _, v := range m.call.Call(arguments(t, m.call.Type(), &heard)) {
		if v.Type() == reflect.TypeFor[error]() {
			err, _ = v.Interface().(error)
			continue
		}
		out = append(out, v.Interface())
	}
	return append(out, heard), err
}

// Whatever a Works does here, the one at the other end of the socket does, with
// the same arguments, and the same comes of it. A method that is new in package
// staff and has no route fails here.
func TestEachMethodIsReached(t *testing.T) {
	var f fake
	c, far := dialed(t, f.works())
	near := methodsOf(f.works())
	if len(near) < 27 {
		t.Fatalf("%d methods only", len(near))
	}
	for i, m := range methodsOf(far) {
		want, _ := results(t, near[i])
		asked := f.took()
		got, err := results(t, m)
		if err != nil || c.Err() != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", m.name, got, err, want)
		}
		if did := f.took(); m.name != near[i].name || !slices.Contains(did, asked[0]) {
			t.Errorf("%s asked for %v, want %v", m.name, did, asked)
		}
	}
}

// Each method has a route, and each route's methods are there.
func TestEachMethodHasARoute(t *testing.T) {
	routed := map[string]bool{}
	for _, r := range routes {
		for _, name := range strings.Fields(r.serves) {
			if routed[name] {
				t.Errorf("%s has two routes", name)
			}
			routed[name] = true
		}
	}
	var f fake
	for _, m := range methodsOf(f.works()) {
		if !routed[m.name] {
			t.Errorf("%s has no route", m.name)
		}
		delete(routed, m.name)
	}
	for name := range routed {
		t.Errorf("a route serves %s, which is none", name)
	}
}

// Each method that can fail fails here as it does there.
func TestErrorsAreFoundAgain(t *testing.T) {
	stuck := &printer.FaultError{Fault: printer.FaultCutter, Status: printer.Status{Online: true, Cutter: true}}
	for _, fails := range []error{
		staff.ErrNoStick, staff.ErrNotOurs, staff.ErrNoHub, staff.ErrNoHelper, printer.ErrGone, context.DeadlineExceeded,
		errOdd, stuck, errors.Join(staff.ErrNoHub, stuck),
	} {
		f := fake{fails: fails}
		_, far := dialed(t, f.works())
		for i, m := range methodsOf(far) {
			want, can := results(t, methodsOf(f.works())[i])
			got, err := results(t, m)
			if can == nil {
				continue
			}
			if err == nil || err.Error() != fails.Error() || !reflect.DeepEqual(got[0], want[0]) {
				t.Errorf("%s: %v, %v; want %v, %v", m.name, got, err, want, fails)
			}
			var fault *printer.FaultError
			if errors.As(err, &fault) != errors.As(fails, &stuck) || fault != nil && *fault != *stuck {
				t.Errorf("%s: %v has fault %v", m.name, fails, fault)
			}
			for _, w := range words {
				if errors.Is(err, w.err) != errors.Is(fails, w.err) {
					t.Errorf("%s: %v is %v: %v", m.name, err, w.err, errors.Is(err, w.err))
				}
			}
		}
	}
}

// A part that the kiosk does not have is nil at the other end too.
func TestPartsThatAreNotThere(t *testing.T) {
	var f fake
	w := f.works()
	w.Calls, w.Sticks, w.Log = nil, nil, nil
	c, far := dialed(t, w)
	if far.Calls != nil || far.Sticks != nil || far.Log != nil || far.Paper == nil || far.Health == nil {
		t.Errorf("it has %v", partsOf(far))
	}
	all := c.whole()
	if _, err := all.Sticks.Export(t.Context()); !errors.Is(err, ErrAbsent) {
		t.Errorf("asked all the same: %v", err)
	}
	if all.Log(3) != nil || !errors.Is(c.Err(), ErrAbsent) || c.Err() != nil {
		t.Error("a part that is not there answers")
	}
}
