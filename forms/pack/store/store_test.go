package store_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"guichet/forms/pack"
	"guichet/forms/pack/durable/durabletest"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
)

func want(t *testing.T, s *store.Store, active string) {
	t.Helper()
	if got := counting(s); got != active {
		t.Errorf("active: %q, not %q", got, active)
	}
}

func TestARevisionCountsFromItsActivationOn(t *testing.T) {
	l, disk := list{}, &durabletest.Disk{}
	s := open(t, disk, l)
	install(t, s, l, "cantine", "1.0.0")
	target, data := l.publish(t, "cantine", "1.1.0")
	check(t, s.Install(ctx, target, data))
	want(t, s, "cantine 1.0.0")
	check(t, s.Activate("cantine", "1.1.0"))
	want(t, s, "cantine 1.1.0")
	want(t, open(t, disk, l), "cantine 1.1.0")
}

func TestRollbackIsUndoneByASecondOne(t *testing.T) {
	l := list{}
	s := open(t, &durabletest.Disk{}, l)
	install(t, s, l, "cantine", "1.0.0")
	if err := s.Rollback("cantine"); kindOf(err) != store.Missing {
		t.Errorf("with one revision only: %v", err)
	}
	install(t, s, l, "cantine", "1.1.0")
	check(t, s.Rollback("cantine"))
	want(t, s, "cantine 1.0.0")
	check(t, s.Rollback("cantine"))
	want(t, s, "cantine 1.1.0")
}

func TestOnRealDisk(t *testing.T) {
	l, dir := list{}, t.TempDir()
	s, err := store.Open(dir, l, store.Options{Town: town})
	check(t, err)
	install(t, s, l, "cantine", "1.0.0")
	install(t, s, l, "acte-naissance", "2.0.0")
	s, err = store.Open(dir, l, store.Options{Town: town})
	check(t, err)
	want(t, s, "acte-naissance 2.0.0, cantine 1.0.0")
}

func TestWhatIsRefusedChangesNothing(t *testing.T) {
	l := list{}
	good, data := l.publish(t, "cantine", "1.0.0")
	other, _ := l.publish(t, "cantine", "9.0.0")
	stray := good
	stray.Town = "06088"
	unlisted, fresh := list{}.publish(t, "cantine", "3.0.0")
	failing := func(context.Context, *pack.Pack, fs.FS) error { return errors.New("test 1: no path") }
	for _, c := range []struct {
		name   string
		target trust.Target
		data   []byte
		trial  func(context.Context, *pack.Pack, fs.FS) error
		kind   store.Kind
	}{
		{"nobody signed for it", unlisted, fresh, nil, store.Signature},
		{"other bytes", other, data, nil, store.Signature},
		{"cut off", good, data[:len(data)/2], nil, store.Signature},
		{"of another town", stray, data, nil, store.Signature},
		{"its own tests fail", good, data, failing, store.Trial},
	} {
		t.Run(c.name, func(t *testing.T) {
			disk := &durabletest.Disk{}
			s, err := store.OpenLayer(disk, l, store.Options{Town: town, Trial: c.trial})
			check(t, err)
			if err := s.Install(ctx, c.target, c.data); kindOf(err) != c.kind {
				t.Errorf("got %v", err)
			}
			if len(disk.Names()) > 0 {
				t.Errorf("on disk: %v", disk)
			}
		})
	}
}

// lax says yes to any bytes: what is behind the signature is looked at too.
type lax struct{}

func (lax) Verify(trust.Target, []byte) error { return nil }

func TestASignatureIsNotEnough(t *testing.T) {
	l := list{}
	good, data := l.publish(t, "cantine", "1.0.0")
	renamed := good
	renamed.Version = "1.0.1"
	for _, c := range []struct {
		name   string
		target trust.Target
		data   []byte
		kind   store.Kind
	}{
		{"not an archive", good, []byte("PK but no"), store.Archive},
		{"the other version", renamed, data, store.Form},
	} {
		s := open(t, &durabletest.Disk{}, lax{})
		if err := s.Install(ctx, c.target, c.data); kindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestADamagedRevisionIsStoodInFor(t *testing.T) {
	l, disk := list{}, &durabletest.Disk{}
	s := open(t, disk, l)
	install(t, s, l, "cantine", "1.0.0")
	target := install(t, s, l, "cantine", "1.1.0")
	disk.Flip("cantine/1.1.0."+target.SHA256+".guichet", 12345)
	active, out := open(t, disk, l).Active()
	if len(active) != 1 || active[0].Version != "1.0.0" {
		t.Fatalf("active: %v", active)
	}
	if len(out) != 1 || out[0].Version != "1.1.0" || out[0].Instead != "1.0.0" || out[0].Kind != store.Signature {
		t.Errorf("refused: %+v", out)
	}
	check(t, s.Install(ctx, target, build(t, "cantine", "1.1.0")))
	want(t, s, "cantine 1.1.0")
}

func TestAWithdrawnRevisionIsNotOffered(t *testing.T) {
	l, disk := list{}, &durabletest.Disk{}
	s := open(t, disk, l)
	target := install(t, s, l, "cantine", "1.0.0")
	delete(l, target)
	active, out := s.Active()
	if len(active) != 0 || len(out) != 1 || !errors.Is(out[0].Err, trust.ErrNotPublished) || out[0].Instead != "" {
		t.Errorf("active %v, refused %+v", active, out)
	}
	if err := s.Activate("cantine", "1.0.0"); !errors.Is(err, trust.ErrNotPublished) {
		t.Errorf("activated: %v", err)
	}
}

func TestEveryBitOfThePointer(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	l, disk := list{}, &durabletest.Disk{}
	s := open(t, disk, l)
	install(t, s, l, "cantine", "1.0.0")
	install(t, s, l, "cantine", "1.1.0")
	pointer, err := disk.Read("cantine/active.json", 1<<20)
	check(t, err)
	for bit := 0; bit < 8*len(pointer); bit += 23 {
		disk.Flip("cantine/active.json", bit)
		if got := counting(s); got != "cantine 1.1.0" && got != "cantine 1.0.0" {
			t.Errorf("bit %d: active %q", bit, got)
		}
		disk.Flip("cantine/active.json", bit)
	}
}

func TestCleanKeepsTheActiveAndTheOneBefore(t *testing.T) {
	l, disk := list{}, &durabletest.Disk{}
	s := open(t, disk, l)
	for _, v := range []string{"1.0.0", "1.1.0", "1.2.0"} {
		install(t, s, l, "cantine", v)
	}
	next, data := l.publish(t, "cantine", "2.0.0")
	check(t, s.Install(ctx, next, data))
	check(t, s.Clean())
	all, err := s.Revisions()
	check(t, err)
	var got []string
	for _, r := range all {
		got = append(got, r.Version+" "+string(r.State))
	}
	if !slices.Equal(got, []string{"1.1.0 previous", "1.2.0 active", "2.0.0 installed"}) {
		t.Errorf("left: %v", got)
	}
}

func TestAFullDiskChangesNothing(t *testing.T) {
	l, disk := list{}, &durabletest.Disk{}
	s := open(t, disk, l)
	install(t, s, l, "cantine", "1.0.0")
	before := disk.String()
	target, data := l.publish(t, "cantine", "1.1.0")
	disk.Room = len(data) + len(data)/2
	if err := s.Install(ctx, target, data); kindOf(err) != store.Full {
		t.Errorf("got %v", err)
	}
	if after := disk.String(); after != before {
		t.Errorf("before:\n%safter:\n%s", before, after)
	}
	want(t, s, "cantine 1.0.0")
}

func TestVersionsAreOrderedAsSemverSays(t *testing.T) {
	order := strings.Fields("1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0")
	for i, a := range order {
		for j, b := range order {
			if got := store.Compare(a, b); got != min(1, max(-1, i-j)) {
				t.Errorf("Compare(%s, %s) = %d", a, b, got)
			}
		}
	}
}
