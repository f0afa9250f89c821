package staff

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms/pack/durable"
)

func newDoor(t *testing.T) *Door {
	t.Helper()
	disk, err := durable.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	return &Door{Right: func(n string) bool { return n == "4711" }, Disk: disk}
}

// tries plays one number, and wants what came of it.
func (d *Door) tries(t *testing.T, number string, in bool, want error) {
	t.Helper()
	if got, err := d.Try(number); got != in || !errors.Is(err, want) {
		t.Errorf("%s: %v %v, want %v %v", number, got, err, in, want)
	}
}

func TestTheRightNumberLetsIn(t *testing.T) {
	d := newDoor(t)
	for range freeTries - 1 {
		d.tries(t, "0000", false, nil)
	}
	if d.Left() != 1 {
		t.Errorf("%d left", d.Left())
	}
	d.tries(t, "4711", true, nil)
	if d.Left() != freeTries {
		t.Errorf("%d left after the right one", d.Left())
	}
}

// Five wrong ones, then a wait that doubles, in which the right one is not
// looked at either; pulling the plug does not help.
func TestWrongNumbersWaitLongerAndLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		for range freeTries {
			d.tries(t, "0000", false, nil)
		}
		for _, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
			d = &Door{Right: d.Right, Disk: d.Disk} // restarted
			if d.Wait() != wait*time.Minute {
				t.Errorf("waits %v, want %v minutes", d.Wait(), int(wait))
			}
			d.tries(t, "4711", false, ErrWait)
			time.Sleep(wait*time.Minute - time.Second)
			d.tries(t, "4711", false, ErrWait)
			time.Sleep(time.Second)
			d.tries(t, "0000", false, nil)
		}
		time.Sleep(longest)
		d.tries(t, "4711", true, nil)
		d.tries(t, "0000", false, nil)
		if d.Wait() != 0 {
			t.Errorf("waits %v after the right one", d.Wait())
		}
	})
}

// A try of years ahead, made before the clock was set back, makes wait as long as
// any other, and not until then.
func TestAClockThatWasSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.remember(wrong{Tries: freeTries, Last: time.Now().AddDate(30, 0, 0)})
		d = &Door{Right: d.Right, Disk: d.Disk} // restarted
		if got := d.Wait(); got != firstWait {
			t.Errorf("waits %v", got)
		}
		time.Sleep(firstWait - time.Second)
		d.tries(t, "4711", false, ErrWait)
		time.Sleep(time.Second)
		d.tries(t, "4711", true, nil)
	})
}

// While it runs, a clock that is set neither ends a wait nor makes it longer: what
// is counted is the time that passes, which time.Time has beside the hour.
func TestAClockThatIsSetMeanwhile(t *testing.T) {
	d := newDoor(t)
	for range freeTries {
		d.tries(t, "0000", false, nil)
	}
	again := &Door{Right: d.Right, Disk: d.Disk}
	for name, w := range map[string]wrong{"tried": d.read(), "read": again.read()} {
		if !strings.Contains(w.Last.String(), " m=") {
			t.Errorf("%s: the hour alone tells how long it waits: %v", name, w.Last)
		}
	}
}

// A file of somebody else's leaves one try, and not five.
func TestAFileThatIsNotOurs(t *testing.T) {
	for _, content := range []string{"", "null!", `{"tries":-100}`, `{"tries":9223372036854775807}`, `{"tries":"many"}`} {
		d := newDoor(t)
		if err := d.Disk.Write(doorFile, []byte(content)); err != nil {
			t.Fatal(err)
		}
		d.tries(t, "0000", false, nil)
		if d.Wait() <= 0 {
			t.Errorf("%q: a second try is free", content)
		}
	}
}

// A disk that takes nothing keeps nobody out who comes to mend it, and wrong
// numbers still wait.
func TestADiskThatDoesNotRemember(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.tries(t, "0000", false, nil)
		d.Disk.(*durable.Disk).Close()
		d.tries(t, "4711", true, nil)
		for range freeTries {
			d.tries(t, "0000", false, nil)
		}
		d.tries(t, "4711", false, ErrWait)
		time.Sleep(firstWait)
		d.tries(t, "4711", true, nil)
		d.tries(t, "0000", false, nil)
	})
}

// Somebody who came in by a key has no wait left behind him.
func TestAKeyForgetsWrongNumbers(t *testing.T) {
	d := newDoor(t)
	for range freeTries {
		d.tries(t, "0000", false, nil)
	}
	if d.Open(); d.Wait() != 0 || d.Left() != freeTries {
		t.Errorf("waits %v, %d left", d.Wait(), d.Left())
	}
}

// A number that is chosen while the kiosk runs is asked for from then on.
func TestANumberThatIsChosenLater(t *testing.T) {
	set := false
	d := &Door{Set: func() bool { return set }}
	if d.Ready() {
		t.Error("a number is asked for that nobody has chosen")
	}
	set = true
	if !d.Ready() || !(&Door{}).Ready() {
		t.Error("no number is asked for")
	}
	if (*Door)(nil).Ready() {
		t.Error("no door is ready")
	}
}
