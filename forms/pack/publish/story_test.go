package publish_test

import (
	"errors"
	"strings"
	"testing"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

func TestATownPublishesWithASecondApproval(t *testing.T) {
	o := newOffice(t)
	e := o.begin()
	target, err := e.Publish(town, cantine(t, "1.1.0"))
	check(t, err)
	u := o.approve(o.upload(e), "c04999", "c04999-a")
	if _, err := o.hub.Accept(o.files, u); !errors.Is(err, publish.ErrNotAllowed) {
		t.Fatalf("with one approval of two: %v", err)
	}
	var missing *publish.MissingError
	if _, err := o.hub.Accept(o.files, u); !errors.As(err, &missing) || missing.Have != 1 || missing.Need != 2 {
		t.Fatalf("with one approval of two: %v", err)
	}
	o.accept(o.approve(u, "c04999", "c04999-b"))
	list, err := o.look(town)
	check(t, err)
	if len(list) != 1 || list[0] != target {
		t.Errorf("a terminal sees %v, not %v", list, target)
	}
}

func TestAnUploadSaysWhatItDoes(t *testing.T) {
	o := newOffice(t)
	e := o.begin()
	_, err := e.Publish(otherTown, cantine(t, "1.1.0"))
	check(t, err)
	o.accept(o.approve(o.upload(e), "c04998", "c04998"))
	e = o.begin()
	_, err = e.Publish(otherTown, cantine(t, "1.2.0"))
	check(t, err)
	check(t, e.Withdraw(otherTown, trust.PackPath(otherTown, "cantine", "1.1.0")))
	lines, err := o.upload(e).Describe()
	check(t, err)
	text := strings.Join(lines, "\n")
	for _, want := range []string{"town 04998, version 2026-11-22 12:00, good until", "publishes cantine 1.2.0", "withdraws cantine 1.1.0"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

func TestTheHubRenewsByItself(t *testing.T) {
	o := newOffice(t)
	e := o.begin()
	_, err := e.Publish(otherTown, cantine(t, "1.1.0"))
	check(t, err)
	o.accept(o.approve(o.upload(e), "c04998", "c04998"))
	for range 60 {
		o.now = o.now.AddDate(0, 0, 6)
		changes, err := o.hub.Renew(o.files)
		check(t, err)
		o.apply(changes)
		if _, err := o.look(otherTown); err != nil {
			t.Fatalf("on %v: %v", o.now, err)
		}
	}
	o.now = o.now.AddDate(0, 0, 8)
	if _, err := o.look(otherTown); !errors.Is(err, trust.ErrExpired) {
		t.Errorf("eight days later: %v", err)
	}
}

func TestTheSameChangeIsTheSameBytes(t *testing.T) {
	a, b := newOffice(t), newOffice(t)
	for name, data := range a.files {
		if string(data) != string(b.files[name]) {
			t.Errorf("%s differs", name)
		}
	}
}
