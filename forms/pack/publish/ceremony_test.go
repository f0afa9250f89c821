package publish_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms/pack/durable/durabletest"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

// terminal is one of the town 04998, which has accepted what is published.
func (o *office) terminal() *trust.Keeper {
	o.t.Helper()
	k, err := trust.OpenLayer(&durabletest.Disk{}, o.files["metadata/1.root.json"], otherTown, func() time.Time { return o.now })
	check(o.t, err)
	o.refresh(k)
	return k
}

func (o *office) refresh(k *trust.Keeper) {
	o.t.Helper()
	_, err := k.Refresh(context.Background(), publish.Source(o.files))
	check(o.t, err)
}

func TestEveryKeyCanBeReplaced(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(e *publish.Edit) error
		sign []string // role and key, in pairs
		then func(o *office)
	}{
		{"the town's", func(e *publish.Edit) error { return e.SetTown(otherTown, 1, key("new").Public()) },
			[]string{"d04", "d04", "c04998", "new"}, nil},
		{"the département's", func(e *publish.Edit) error { return e.SetDepartment("04", 1, key("new").Public()) },
			[]string{"targets", "targets", "d04", "new"}, nil},
		{"the publisher's", func(e *publish.Edit) error { return e.SetRole("targets", 1, key("new").Public()) },
			[]string{"root", "root-1", "root", "root-3", "targets", "new"}, nil},
		{"one of the root", func(e *publish.Edit) error {
			return e.SetRole("root", 2, key("root-1").Public(), key("root-2").Public(), key("new").Public())
		}, []string{"root", "root-1", "root", "root-2"}, nil},
		{"the hub's", func(e *publish.Edit) error {
			return errors.Join(e.SetRole("timestamp", 1, key("new").Public()), e.SetRole("snapshot", 1, key("new").Public()))
		}, []string{"root", "root-1", "root", "root-2"}, func(o *office) { o.hub.Timestamp, o.hub.Snapshot = key("new"), key("new") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			o.accept(release(o, "1.1.0"))
			k := o.terminal()
			e := o.begin()
			check(t, c.edit(e))
			u := o.approve(o.upload(e), c.sign...)
			if c.then != nil {
				c.then(o)
			}
			o.accept(u)
			o.refresh(k)
			if len(k.Targets()) != 1 {
				t.Errorf("the terminal has %v", k.Targets())
			}
		})
	}
}

func TestARevokedTownKeyIsWorthNothing(t *testing.T) {
	o := newOffice(t)
	o.accept(release(o, "1.1.0"))
	e := o.begin()
	check(t, e.SetTown(otherTown, 1, key("new").Public()))
	o.accept(o.approve(o.upload(e), "d04", "d04", "c04998", "new"))
	e = o.begin()
	_, err := e.Publish(otherTown, cantine(t, "1.2.0"))
	check(t, err)
	u := o.upload(e)
	if _, err := publish.Approve(u, "c04998", key("c04998")); !errors.Is(err, publish.ErrNotAllowed) {
		t.Errorf("approved with the old key: %v", err)
	}
	o.accept(o.approve(u, "c04998", "new"))
}

func TestATownIsTakenOut(t *testing.T) {
	o := newOffice(t)
	o.accept(release(o, "1.1.0"))
	k := o.terminal()
	e := o.begin()
	check(t, e.RemoveTown(otherTown))
	o.accept(o.approve(o.upload(e), "d04", "d04"))
	if _, err := k.Refresh(context.Background(), publish.Source(o.files)); !errors.Is(err, trust.ErrUnknownTown) {
		t.Errorf("the terminal: %v", err)
	}
	if _, err := publish.Begin(o.files, o.now); err != nil {
		t.Errorf("the publisher: %v", err)
	}
	e = o.begin()
	if _, err := e.Publish(otherTown, cantine(t, "1.2.0")); !errors.Is(err, publish.ErrUnknown) {
		t.Errorf("publishes: %v", err)
	}
}

func recipients(t testing.TB, n int) trust.Recipients {
	t.Helper()
	r := trust.Recipients{N: n, Town: otherTown}
	for _, holder := range trust.Holders {
		id, err := age.GenerateHybridIdentity()
		check(t, err)
		r.Keys = append(r.Keys, trust.Recipient{Holder: holder, Key: id.Recipient().String()})
	}
	return r
}

func TestRecipientsAreReplacedWithTheNextUpload(t *testing.T) {
	o := newOffice(t)
	for n := 1; n <= 2; n++ {
		e := o.begin()
		_, err := e.Recipients(recipients(t, n))
		check(t, err)
		o.accept(o.approve(o.upload(e), "c04998", "c04998"))
	}
	k := o.terminal()
	newest, ok := trust.Newest(k.Targets())
	if !ok || newest.Version != "2" {
		t.Fatalf("newest: %v of %v", newest, k.Targets())
	}
	data, err := k.Download(context.Background(), publish.Source(o.files), newest)
	check(t, err)
	r, err := trust.ReadRecipients(data)
	check(t, err)
	if r.N != 2 || r.Town != otherTown {
		t.Errorf("got %d of %s", r.N, r.Town)
	}
}

func TestAStickIsEnoughForATerminal(t *testing.T) {
	o := newOffice(t)
	o.accept(release(o, "1.1.0"))
	e := o.begin()
	check(t, e.Renew("root", "targets"))
	o.accept(o.approve(o.upload(e), "root", "root-1", "root", "root-2", "targets", "targets"))
	stick, err := publish.Stick(o.files, otherTown)
	check(t, err)
	k, err := trust.OpenLayer(&durabletest.Disk{}, o.files["metadata/1.root.json"], otherTown, func() time.Time { return o.now })
	check(t, err)
	list, err := k.Refresh(context.Background(), publish.Source(stick))
	check(t, err)
	_, err = k.Download(context.Background(), publish.Source(stick), list[0])
	check(t, err)
	order := stick.Order()
	if order[len(order)-1] != "metadata/timestamp.json" || slices.ContainsFunc(order, func(s string) bool { return s == "metadata/1.snapshot.json" }) {
		t.Errorf("the stick holds %v", order)
	}
	for _, name := range order { // any one that is missing is noticed
		if strings.HasSuffix(name, ".root.json") {
			continue // the first is from the factory, the second replaces no key
		}
		half := publish.Changes{}
		for _, other := range order {
			if other != name {
				half[other] = stick[other]
			}
		}
		if err := useStick(o, half); err == nil {
			t.Errorf("without %s: accepted", name)
		}
	}
}

func useStick(o *office, stick publish.Changes) error {
	k, err := trust.OpenLayer(&durabletest.Disk{}, o.files["metadata/1.root.json"], otherTown, func() time.Time { return o.now })
	check(o.t, err)
	list, err := k.Refresh(context.Background(), publish.Source(stick))
	for _, t := range list {
		if err == nil {
			_, err = k.Download(context.Background(), publish.Source(stick), t)
		}
	}
	return err
}

func TestRootNeedsThreeKeys(t *testing.T) {
	f := publish.Founding{Root: []publish.Signer{key("a"), key("b")}, Targets: key("t"), Snapshot: key("s"), Timestamp: key("s")}
	if _, err := publish.Found(f, noon); err == nil {
		t.Error("two keys are enough")
	}
	f.Root = append(f.Root, key("a"))
	if _, err := publish.Found(f, noon); err == nil {
		t.Error("the same key twice counts as two")
	}
}
