package roll

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"guichet/drivers/printer"
	"guichet/forms/pack/durable"
	"guichet/forms/pack/durable/durabletest"
)

// on is a meter of a printer whose roll is 73 m long, 2.5 m at near end.
func on(disk durable.Layer) *Meter { return &Meter{Disk: disk, Full: 73, NearEnd: 2.5} }

// heard are the sensors by the words of a story.
var heard = map[string]printer.Status{
	"ok": {Paper: printer.PaperOK}, "near": {Paper: printer.PaperNearEnd}, "out": {Paper: printer.PaperOut},
	"open": {Paper: printer.PaperOK, CoverOpen: true}, "silence": {},
}

// tell plays a story: a number is metres printed, "new" and "same" are a person,
// "restart" is the plug, the rest are sensors. It returns the meter at its end.
func tell(t *testing.T, m *Meter, story string) *Meter {
	t.Helper()
	for _, word := range strings.Fields(story) {
		var err error
		metres, notNumber := strconv.ParseFloat(word, 64)
		switch status, sensor := heard[word]; {
		case notNumber == nil:
			err = m.Printed(1000 * metres)
		case sensor:
			err = m.Saw(status)
		case word == "new":
			err = m.NewRoll()
		case word == "same":
			err = m.SameRoll()
		case word == "restart":
			m = on(m.Disk)
		default:
			t.Fatalf("%q is no word of a story", word)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// state is a meter in words, in metres.
func state(m *Meter) string {
	printed, left, full := m.State()
	s := fmt.Sprintf("%.1f of %.1f, ", printed, full)
	if left < 0 {
		s += "not known"
	} else {
		s += fmt.Sprintf("%.1f left", left)
	}
	if m.MaybeNew() {
		s += ", maybe new"
	}
	return s
}

// Each story, as it is told and with the plug pulled after every word.
func TestStories(t *testing.T) {
	for _, c := range []struct{ name, story, want string }{
		{"nothing is known at first", "", "0.0 of 73.0, not known"},
		{"what is printed then says little", "ok 3", "3.0 of 73.0, not known"},
		{"the sensor says more", "ok 3 near 1", "4.0 of 73.0, 1.5 left"},
		{"a new roll", "new 3 ok", "3.0 of 73.0, 70.0 left"},
		{"near end is at most what the profile says", "new 60 near", "60.0 of 73.0, 2.5 left"},
		{"near end counts once", "new 60 near 1 ok near 1 near", "62.0 of 73.0, 0.5 left"},
		{"the sum counts where it is less", "new 72 near", "72.0 of 73.0, 1.0 left"},
		{"never less than nothing", "new 60 near 4", "64.0 of 73.0, 0.0 left"},
		{"nor without a sensor", "new 80 ok", "80.0 of 73.0, 0.0 left"},
		{"out is nothing", "new 60 near 2 out", "62.0 of 73.0, 0.0 left"},
		{"out, though nothing was known", "out", "0.0 of 73.0, 0.0 left"},
		{"the cover hides the paper", "new 60 near 2 out open", "62.0 of 73.0, 0.0 left"},
		{"after an end the sensor counts a new roll by itself", "new 60 near 2 out open ok 1", "1.0 of 62.0, 61.0 left"},
		{"where it has not shown that it works, a person says", "new 60 out open ok 1", "61.0 of 73.0, not known, maybe new"},
		{"he says yes: what was printed since counts", "new 60 out open ok 1 new", "1.0 of 60.0, 59.0 left"},
		{"he says no", "new 60 out open ok 1 same", "61.0 of 73.0, 12.0 left"},
		{"he said it before the cover was closed", "new 60 out open new out ok", "0.0 of 60.0, 60.0 left"},
		{"he says nothing: the next end teaches nothing", "new 60 out ok 60 out ok new", "0.0 of 73.0, 73.0 left"},
		{"the rest of a roll after an end", "new 60 near 2 out open near 1", "1.0 of 73.0, 1.5 left"},
		{"a roll that was changed at near end", "new 60 near open ok", "60.0 of 73.0, not known, maybe new"},
		{"it was", "new 60 near open ok new 1", "1.0 of 73.0, 72.0 left"},
		{"it was not", "new 60 near open ok 1 near", "61.0 of 73.0, 1.5 left"},
		{"it was, and nobody said so", "new 60 near open ok 60 near 1", "1.0 of 73.0, 1.5 left"},
		{"the lever trembles", "new 60 near 1 ok", "61.0 of 73.0, 1.5 left"},
		{"the cover was opened to clean the head", "new 10 open ok", "10.0 of 73.0, 63.0 left"},
		{"a printer that says nothing", "new 10 silence", "10.0 of 73.0, 63.0 left"},
		{"what near end leaves is learnt: the median", "new 60 near 4 out ok 60 near 9 out ok 60 near 5 out ok 60 near", "60.0 of 65.0, 5.0 left"},
		{"of the last five", strings.Repeat("new 60 near 9 out ok ", 4) + strings.Repeat("new 60 near 3 out ok ", 3) + "near", "0.0 of 63.0, 3.0 left"},
		{"a sensor that works knows that there is more", "new 60 near 4 out ok 63 ok", "63.0 of 64.0, 4.0 left"},
		{"a roll that was only taken out teaches nothing", "new 60 near 4 out ok 20 out ok new", "0.0 of 64.0, 64.0 left"},
		{"nor does near end at the very end", "new 60 near 0.05 out ok 50 near", "50.0 of 60.0, 2.5 left"},
		{"nor one of two metres", "new 2 near 1 out ok", "0.0 of 73.0, 73.0 left"},
	} {
		for _, every := range []string{"", " restart"} {
			story := strings.Join(strings.Fields(c.story), every+" ") + every
			if got := state(tell(t, on(&durabletest.Disk{}), story)); got != c.want {
				t.Errorf("%s: %s: %s, want %s", c.name, story, got, c.want)
			}
		}
	}
}

// Where the profile knows nothing, a roll has no length until one was used up.
func TestWithoutAProfile(t *testing.T) {
	m := &Meter{Disk: &durabletest.Disk{}}
	tell(t, m, "new 10")
	if got := state(m); got != "10.0 of 0.0, not known" {
		t.Error(got)
	}
	if tell(t, m, "near"); state(m) != "10.0 of 0.0, 2.5 left" {
		t.Error(state(m))
	}
	if tell(t, m, "3 out ok"); state(m) != "0.0 of 13.0, 13.0 left" {
		t.Error(state(m))
	}
}

// A length that is none is not added.
func TestLengthsThatAreNone(t *testing.T) {
	m := on(&durabletest.Disk{})
	for _, mm := range []float64{0, -5, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64} {
		if err := m.Printed(mm); err != nil {
			t.Error(err)
		}
	}
	if got := state(m); got != "0.0 of 73.0, not known" {
		t.Error(got)
	}
}

// A file that is damaged, or somebody else's, is a roll that is not known; the
// next thing that happens replaces it.
func TestDamagedFiles(t *testing.T) {
	for _, content := range []string{
		"", "null!", "{", `{"known":true,"printed":-1}`, `{"known":true,"printed":1e300}`, `{"known":true,"printed":"many"}`,
		`{"known":true,"printed":5,"near":6}`, `{"known":true,"printed":5,"end":-1}`, `{"known":true,"colour":1}`,
		`{"known":true} {}`, `{"known":true,"ends":[1,2,3,4,5,6]}`, `{"known":true,"rolls":[-1]}`, strings.Repeat(" ", maxFile) + "{}",
	} {
		disk := &durabletest.Disk{}
		if err := disk.Write(file, []byte(content)); err != nil {
			t.Fatal(err)
		}
		m := tell(t, on(disk), "")
		if got := state(m); got != "0.0 of 73.0, not known" {
			t.Errorf("%q: %s", content, got)
		}
		if got := state(tell(t, m, "new 1 restart")); got != "1.0 of 73.0, 72.0 left" {
			t.Errorf("%q: then %s", content, got)
		}
	}
}

// The power goes at any operation: the count is the one before the document or
// the one after it, never another.
func TestPowerCuts(t *testing.T) {
	for cut := 1; cut < 12; cut++ {
		disk := &durabletest.Disk{CutAfter: cut}
		m, acknowledged, begun := on(disk), 0, 0
		for range 3 {
			begun++
			if m.Printed(1000) != nil {
				break
			}
			acknowledged++
		}
		for seed := range uint64(20) {
			printed, _, _ := on(disk.Restart(rand.New(rand.NewPCG(seed, 1)))).State()
			if printed != float64(acknowledged) && printed != float64(begun) {
				t.Errorf("cut at %d, seed %d: %.1f m, of %d acknowledged", cut, seed, printed, acknowledged)
			}
		}
	}
}

// Full is a disk that does not remember, for a while.
type full struct {
	durabletest.Disk
	full bool
}

func (f *full) Write(name string, data []byte) error {
	if f.full {
		return errors.New("no room")
	}
	return f.Disk.Write(name, data)
}

// What a disk did not take is told, counts, and is written with the next thing,
// even where that changes nothing.
func TestADiskThatDoesNotRemember(t *testing.T) {
	disk := &full{}
	m := tell(t, on(disk), "new")
	disk.full = true
	if err := m.Printed(1000); err == nil {
		t.Error("no error")
	}
	if got := state(m); got != "1.0 of 73.0, 72.0 left" {
		t.Error(got)
	}
	disk.full = false
	if got := state(tell(t, m, "silence restart")); got != "1.0 of 73.0, 72.0 left" {
		t.Errorf("after a restart: %s", got)
	}
}

// A disk whose error came after the new file: what is as it was before is written
// all the same.
func TestADiskThatFailsTooLate(t *testing.T) {
	disk := &liar{}
	m := tell(t, on(disk), "new 1")
	disk.lies = true
	if err := m.Saw(heard["out"]); err == nil {
		t.Error("no error")
	}
	disk.lies = false
	tell(t, m, "ok") // he had just said that it is new: the printer was not ready yet
	if got := state(tell(t, m, "restart")); got != "1.0 of 73.0, 72.0 left" {
		t.Errorf("after a restart: %s", got)
	}
}

// liar does what it is asked, and says that it did not.
type liar struct {
	durabletest.Disk
	lies bool
}

func (l *liar) Rename(from, to string) error {
	err := l.Disk.Rename(from, to)
	if l.lies {
		return errors.New("an error too late")
	}
	return err
}

// A disk that never answers holds up nobody who only asks how much is left.
func TestADiskThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := &stuck{free: make(chan struct{})}
		m := on(disk)
		m.State() // it is read
		told := make(chan error, 1)
		go func() { told <- m.Printed(1000) }()
		synctest.Wait()
		if got := state(m); got != "1.0 of 73.0, not known" {
			t.Error(got)
		}
		close(disk.free)
		if err := <-told; err != nil {
			t.Error(err)
		}
		if got := state(on(&disk.Disk)); got != "1.0 of 73.0, not known" {
			t.Errorf("after a restart: %s", got)
		}
	})
}

// stuck is a disk that a test lets go.
type stuck struct {
	durabletest.Disk
	free chan struct{}
}

func (s *stuck) Write(name string, data []byte) error {
	<-s.free
	return s.Disk.Write(name, data)
}

// Sensors that say the same again cost no write.
func TestNothingNewIsNotWritten(t *testing.T) {
	disk := &durabletest.Disk{}
	m := tell(t, on(disk), "new 3 near")
	ops := disk.Ops()
	if tell(t, m, "near ok near silence near"); disk.Ops() != ops {
		t.Errorf("%d operations more", disk.Ops()-ops)
	}
}

// Everybody may ask and tell at once; no document is lost.
func TestManyAtOnce(t *testing.T) {
	disk := &durabletest.Disk{}
	m := tell(t, on(disk), "new")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 25 {
				m.Printed(100)
				m.Saw(heard["ok"])
				m.State()
				m.MaybeNew()
			}
		})
	}
	all.Wait()
	if got := state(on(disk)); got != "20.0 of 73.0, 53.0 left" {
		t.Error(got)
	}
}

// Whatever the file holds, the numbers are those of a roll, and nothing panics.
func FuzzFile(f *testing.F) {
	f.Add([]byte(`{"known":true,"printed":62000.5,"near":60000,"end":62000.5,"out":true,"ends":[2400],"rolls":[72000]}`))
	f.Add([]byte(`{"known":false,"printed":1,"maybe":true,"opened":true}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, content []byte) {
		disk := &durabletest.Disk{}
		if err := disk.Write(file, content); err != nil {
			t.Fatal(err)
		}
		m := on(disk)
		for _, s := range []string{"near", "out", "ok", "open", "ok"} {
			if err := m.Saw(heard[s]); err != nil {
				t.Fatal(err)
			}
			if printed, left, full := m.State(); !(printed >= 0) || !(left >= -1) || !(full >= 0) {
				t.Fatalf("after %s: %v, %v, %v", s, printed, left, full)
			}
		}
	})
}
