package staff

import (
	"encoding/json"
	"errors"
	"io/fs"
	"sync"
	"time"

	"guichet/forms/pack/durable"
)

// How a door answers wrong numbers: so many are free, then each costs a wait
// that doubles, up to the longest.
const (
	freeTries = 5
	firstWait = time.Minute
	longest   = time.Hour
)

// Door lets the front desk in by a number. What it remembers of wrong ones is in
// a file, so that pulling the plug does not help as long as the disk takes it.
type Door struct {
	// Right tells whether a number is the right one. It may take a second: that
	// is what Argon2id is for.
	Right func(number string) bool
	// Set tells whether somebody has chosen a number; without one nobody comes in by
	// this door. It may be set while the kiosk runs. nil: somebody has.
	Set func() bool
	// Disk is where the wrong tries are remembered, in a file that holds no
	// number.
	Disk durable.Layer

	mu    sync.Mutex
	known *wrong // as it is now; nil: the file was not read yet
}

// ErrWait is a door that takes no number for a while.
var ErrWait = errors.New("staff: too many wrong numbers")

// doorFile is where it remembers; what is longer than maxDoor, or has more tries
// than somebody could make in a thousand years, is not ours.
const (
	doorFile  = "staff.json"
	maxDoor   = 1 << 10
	mostTries = 1 << 24
)

// wrong is what the file holds.
type wrong struct {
	Tries int       `json:"tries"`
	Last  time.Time `json:"last"`
}

// Try tells whether a number lets in. Where the door waits, no number is looked
// at, right or wrong: the error is ErrWait. A disk that is full or broken must not
// keep out who comes to mend it: what it does not take is forgotten with the
// program.
func (d *Door) Try(number string) (in bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	w := d.read()
	if w.wait(time.Now()) > 0 {
		return false, ErrWait
	}
	// Remembered before it is looked at: a plug that is pulled in between costs a
	// try as well.
	w.Tries, w.Last = w.Tries+1, time.Now()
	d.remember(w)
	if !d.Right(number) {
		return false, nil
	}
	d.remember(wrong{})
	return true, nil
}

// Ready tells whether there is a number to ask for.
func (d *Door) Ready() bool { return d != nil && (d.Set == nil || d.Set()) }

// Wait is how long the door takes no number; 0: it does.
func (d *Door) Wait() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.read().wait(time.Now())
}

// Left is how many wrong numbers are still free.
func (d *Door) Left() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return max(0, freeTries-d.read().Tries)
}

// Open forgets wrong numbers: somebody came in by another way.
func (d *Door) Open() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.remember(wrong{})
}

// wait counts from the last try.
func (w wrong) wait(now time.Time) time.Duration {
	if w.Tries < freeTries {
		return 0
	}
	rule := min(firstWait<<min(w.Tries-freeTries, 10), longest)
	return max(0, rule-now.Sub(w.Last))
}

// read looks at the file once, before anything was tried.
func (d *Door) read() wrong {
	if d.known == nil {
		w := d.load().counted(time.Now())
		d.known = &w
	}
	return *d.known
}

// load takes a file that cannot be read for one of a stranger: as many tries as
// make him wait once, and then as usual.
func (d *Door) load() (w wrong) {
	data, err := d.Disk.Read(doorFile, maxDoor)
	if errors.Is(err, fs.ErrNotExist) {
		return wrong{}
	}
	if err == nil {
		err = json.Unmarshal(data, &w)
	}
	if err != nil || w.Tries < 0 || w.Tries > mostTries {
		return wrong{Tries: freeTries - 1}
	}
	return w
}

// counted has the last try of a file where the time that passes is counted from,
// whatever the clock is set to afterwards. The clock at the start is believed:
// forward by as much as it says, and not back, for a try of years ahead would make
// wait until then.
func (w wrong) counted(now time.Time) wrong {
	w.Last = now.Add(-min(max(now.Sub(w.Last), 0), longest))
	return w
}

// remember replaces the file, synced: half a file would be no file. None is kept
// of no wrong tries. What the disk does not take is known all the same.
func (d *Door) remember(w wrong) {
	d.known = &w
	if w.Tries == 0 {
		durable.Remove(d.Disk, doorFile)
		return
	}
	if data, err := json.Marshal(w); err == nil {
		durable.Replace(d.Disk, doorFile, data)
	}
}
