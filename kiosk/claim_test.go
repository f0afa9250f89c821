package kiosk

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// Somebody starts a second kiosk on the folder of the one that serves: the second
// one refuses, the first one goes on; and once it has ended another one may come.
func TestTwoKiosksOnOneFolder(t *testing.T) {
	h := enter(t)
	if p, err := open(h.cfg, h.options(), h.show); !errors.Is(err, ErrTaken) {
		t.Fatalf("%v, %v", p, err)
	}
	ref := h.visit("acte-naissance")
	h.one(ref)
	h.off()
	p, err := open(h.cfg, h.options(), h.show)
	if err != nil {
		t.Fatal(err)
	}
	p.close()
}

// The one before may still be on its way out.
func TestTheOneBeforeIsLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
		before, err := claim(dir, log)
		if err != nil {
			t.Fatal(err)
		}
		go func() { time.Sleep(leaving / 2); before.Close() }()
		after, err := claim(dir, log)
		if err != nil {
			t.Fatal(err)
		}
		after.Close()
	})
}

// A folder that cannot be claimed is not a reason to serve nobody.
func TestAFolderThatCannotBeClaimed(t *testing.T) {
	if c, err := claim(filepath.Join(t.TempDir(), "away"), slog.New(slog.DiscardHandler)); err != nil {
		t.Error(err)
	} else {
		c.Close()
	}
}
