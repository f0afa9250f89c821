package kiosk

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/event"
)

// ErrTaken is a data folder that another kiosk serves from. Two of them would put
// back what the other has decided: which packs serve, how much paper is left.
var ErrTaken = errors.New("kiosk: another kiosk serves from this folder")

// leaving is how long the one before may take to be gone.
const leaving = 2 * time.Second

// claim makes the data folder this kiosk's until it is closed, or until the process
// dies, however it dies: flock(2) on the folder itself leaves nothing behind. A
// folder that cannot be locked is used all the same.
func claim(dir string, log *slog.Logger) (io.Closer, error) {
	f, err := os.Open(dir)
	if err == nil {
		err = lock(f)
	}
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		f.Close()
		return nil, fmt.Errorf("%w: %s", ErrTaken, dir)
	case err != nil:
		log.Warn(string(event.NotClaimed), "error", err)
	}
	return f, nil
}

// lock waits for the one before.
func lock(f *os.File) (err error) {
	for late := time.Now().Add(leaving); ; time.Sleep(leaving / 20) {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EWOULDBLOCK) || time.Now().After(late) {
			return err
		}
	}
}
