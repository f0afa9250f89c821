package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// Notices are kept for a day: a kiosk that was away for longer asks anyway.
func TestNoticesAreKeptForADay(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := s.(*database)
	for range 3 {
		if _, err := d.Publish(t.Context(), "", "", "ask"); err != nil {
			t.Fatal(err)
		}
	}
	set := func(number int64, age time.Duration) {
		if err := d.do(context.Background(), func(t *tx) error {
			_, err := t.exec("UPDATE notice SET at = ? WHERE number = ?", micro(time.Now().Add(-age)), number)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	set(1, 25*time.Hour)
	set(2, 23*time.Hour)
	if n, err := d.Publish(t.Context(), "", "", "ask"); n != 4 || err != nil {
		t.Fatal(n, err)
	}
	list, err := d.Since(t.Context(), 0, "", "")
	if err != nil || len(list) != 3 || list[0].Number != 2 {
		t.Errorf("%v, %v", list, err)
	}
}

// A job that fails after it wrote leaves nothing, and those of its batch stay.
func TestAJobThatFailsAfterItWrote(t *testing.T) {
	d := &database{}
	if err := d.open(t.Context(), filepath.Join(t.TempDir(), "hub.db")); err != nil {
		t.Fatal(err)
	}
	defer d.release()
	count := func(name string, outcome error) *job {
		return &job{ctx: t.Context(), fn: func(t *tx) error {
			if _, err := t.exec("UPDATE counter SET n = n + 1 WHERE name = ?", name); err != nil {
				return err
			}
			return outcome
		}}
	}
	batch := []*job{count("notice", nil), count("files", ErrTaken), count("notice", nil)}
	d.commit(batch)
	if batch[0].err != nil || batch[1].err != ErrTaken || batch[2].err != nil {
		t.Errorf("%v, %v, %v", batch[0].err, batch[1].err, batch[2].err)
	}
	files, err := d.FilesRevision(t.Context())
	if files != 0 || err != nil {
		t.Errorf("the one that failed left %d: %v", files, err)
	}
	notices, err := d.LastNotice(t.Context())
	if notices != 2 || err != nil {
		t.Errorf("the others left %d: %v", notices, err)
	}
}
