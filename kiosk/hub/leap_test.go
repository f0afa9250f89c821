package hub_test

import (
	"testing"
	"time"

	packs "guichet/forms/pack/publish"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// A hub is started with a clock that is years ahead. What citizens sent stays, and
// nothing is signed with that date; when the clock is set, all goes on.
func TestAClockYearsAhead(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
	k := h.Enrol(t, "Hall", "")
	head, status, _ := k.Submit(t, k.Header(), ciphertext)
	if status != 200 {
		t.Fatalf("submission: %d", status)
	}
	_, before := get(t, h, "GET", "metadata/timestamp.json")
	kept := func() bool {
		_, err := h.Store.Item(t.Context(), head.ID)
		return err == nil
	}
	clock.Add(11 * 365 * 24 * time.Hour)
	h.Restart(t)
	for range 3 {
		if err := h.Chore(t.Context(), "retention"); err == nil || !kept() {
			t.Fatalf("retention: %v, kept: %v", err, kept())
		}
		if err := h.Chore(t.Context(), "renewal"); err == nil {
			t.Fatal("it signed")
		}
	}
	if _, is := get(t, h, "GET", "metadata/timestamp.json"); is != before {
		t.Error("it signed with the date of another year")
	}
	clock.Add(-11*365*24*time.Hour + 30*time.Hour)
	check(t, h.Chore(t.Context(), "retention"))
	check(t, h.Chore(t.Context(), "renewal"))
	if _, is := get(t, h, "GET", "metadata/timestamp.json"); is == before || !kept() {
		t.Error("with the right clock it does not go on")
	}
}

// In its time a submission is deleted, by a hub that signs each day.
func TestRetentionByTheClock(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) {
		signs := c.Repository.(packs.Online)
		signs.Now = clock.Now
		c.Now, c.Repository = clock.Now, signs
	})
	k := h.Enrol(t, "Hall", "")
	head, _, _ := k.Submit(t, k.Header(), ciphertext)
	for range 14 {
		clock.Add(30 * 24 * time.Hour)
		check(t, h.Chore(t.Context(), "renewal"))
	}
	check(t, h.Chore(t.Context(), "retention"))
	if _, err := h.Store.Item(t.Context(), head.ID); err != store.ErrNotFound {
		t.Errorf("after 420 days: %v", err)
	}
}
