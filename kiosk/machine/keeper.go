package machine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"guichet/forms/pack/durable"
	"guichet/kiosk/event"
)

// stickFolder is where the stick is.
const stickFolder = "/run/guichet-stick"

// How long a stick that was let in may take to show its disk (usb-storage waits
// a second by itself), how often one looks, and after how long without a question
// storage is refused again.
const (
	settleTime = 8 * time.Second
	settleLook = 100 * time.Millisecond
	unasked    = 15 * time.Minute
)

// lastTurn is how long a helper that ends waits for what is under way.
const lastTurn = 5 * time.Second

// keeper has the stick while it is open.
type keeper struct {
	o     Options
	ports ports

	// turn is held by whoever works with the stick. One that hangs keeps the
	// kernel, and so its turn, for minutes: nobody waits longer than he wants.
	turn  chan struct{}
	open  medium // kind is empty: none
	leave *time.Timer
	asked time.Time
}

func newKeeper(o Options) *keeper {
	k := &keeper{o: o, turn: make(chan struct{}, 1)}
	k.ports = ports{&k.o}
	return k
}

// take waits for the turn. Where it does not come the stick that is open hangs.
func (k *keeper) take(ctx context.Context) error {
	select {
	case k.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		err := fmt.Errorf("%w: %w", ErrBadStick, ctx.Err())
		k.o.Log.Error(string(event.HelperFailed), "error", err)
		return err
	}
}

func (k *keeper) give() { <-k.turn }

func (k *keeper) folder() string { return k.o.at(stickFolder) }

// reset brings back the order after a helper that was killed, and after a start
// with a stick in place.
func (k *keeper) reset() {
	if err := k.clear(); err != nil {
		k.o.Log.Error(string(event.HelperFailed), "error", err)
	}
	k.ports.refuse()
}

// clear unmounts what another helper left in our folder: one below the other,
// where it was killed while the kernel was at it.
func (k *keeper) clear() error {
	left := 0
	k.o.hasLine("proc/self/mountinfo", func(words []string) bool {
		if len(words) > 4 && words[4] == stickFolder {
			left++
		}
		return false
	})
	for range left {
		if err := k.o.Mounter.Unmount(k.folder()); err != nil {
			return fmt.Errorf("machine: %w", err)
		}
	}
	return nil
}

// stick opens what is plugged in.
func (k *keeper) stick(ctx context.Context) (Stick, error) {
	if err := k.take(ctx); err != nil {
		return Stick{}, err
	}
	defer k.give()
	before := k.open
	err := k.current(ctx)
	if ctx.Err() != nil && k.open != before { // whoever asked has gone, and will not come back to eject it
		return Stick{}, errors.Join(ctx.Err(), k.letGo())
	}
	if err != nil {
		return Stick{}, err
	}
	var space unix.Statfs_t
	if err := unix.Statfs(k.folder(), &space); err != nil {
		return Stick{}, fmt.Errorf("%w: %w", ErrBadStick, err)
	}
	return Stick{
		Folder: k.folder(), Label: k.open.label, Serial: k.open.serial,
		Free: int64(space.Bavail) * space.Bsize,
	}, nil
}

// current has the stick open that is plugged in now: another one than before, or
// none, or two, are noticed.
func (k *keeper) current(ctx context.Context) error {
	k.askedNow()
	fresh := k.ports.admit()
	if fresh { // the same stick, pulled out and back, has the same names
		if err := k.release(); err != nil {
			return err
		}
	}
	m, err := k.find(ctx, fresh)
	if k.open.kind != "" && (err != nil || m != k.open) {
		if err := k.release(); err != nil {
			return err
		}
	}
	if err != nil || m == k.open {
		return err
	}
	return k.mount(m)
}

// askedNow puts off the time when storage is refused again.
func (k *keeper) askedNow() {
	if k.leave != nil {
		k.leave.Stop()
	}
	k.asked = time.Now()
	k.leave = time.AfterFunc(unasked, k.forgotten)
}

// forgotten lets the stick go, unless somebody asked just as the time was over.
func (k *keeper) forgotten() {
	if k.take(context.Background()) != nil {
		return
	}
	defer k.give()
	if time.Since(k.asked) < unasked {
		return
	}
	if err := k.letGo(); err != nil {
		k.o.Log.Error(string(event.HelperFailed), "error", err)
	}
}

// find waits for what is fresh: has just been let in.
func (k *keeper) find(ctx context.Context, fresh bool) (medium, error) {
	limit, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	for {
		settled := k.ports.settled() // asked first: one that comes in between is seen
		m, err := k.ports.find()
		if !fresh || err == nil && settled || errors.Is(err, ErrManySticks) {
			return m, err
		}
		select {
		case <-limit.Done():
			return m, errors.Join(err, ctx.Err())
		case <-time.After(settleLook):
		}
	}
}

func (k *keeper) mount(m medium) error {
	if err := os.MkdirAll(k.folder(), 0o750); err != nil {
		return fmt.Errorf("machine: %w", err)
	}
	if err := k.clear(); err != nil {
		return err
	}
	if err := k.o.Mounter.Mount(m.device, k.folder(), m.kind); err != nil {
		return fmt.Errorf("%w: %w", ErrBadStick, err)
	}
	k.open = m
	k.o.Log.Info(string(event.HelperStickOpened), "kind", m.kind)
	return nil
}

// write puts a file on the stick, whole or not at all.
func (k *keeper) write(ctx context.Context, name string, data []byte) error {
	if err := k.take(ctx); err != nil {
		return err
	}
	defer k.give()
	if err := k.current(ctx); err != nil {
		return err
	}
	if err := k.o.Mounter.Writable(k.folder(), k.open.kind, true); err != nil {
		return stickFault(err)
	}
	err := k.writeFile(name, data)
	if back := k.o.Mounter.Writable(k.folder(), k.open.kind, false); back != nil {
		// A stick that cannot be made safe again is let go.
		err = errors.Join(err, stickFault(back), k.release())
	}
	return err
}

func (k *keeper) writeFile(name string, data []byte) error {
	disk, err := durable.Open(k.folder())
	if err != nil {
		return err
	}
	defer disk.Close()
	return stickFault(durable.Replace(disk, name, data))
}

// faultsOf are what the kernel says of a stick (errno(3)): full, with its switch
// set, or pulled out, worn and broken.
var faultsOf = map[unix.Errno]error{
	unix.ENOSPC: ErrFullStick,
	unix.EROFS:  ErrLockedStick, unix.EACCES: ErrLockedStick,
	unix.EIO: ErrBadStick, unix.ENODEV: ErrBadStick, unix.ENXIO: ErrBadStick, unix.ENOMEDIUM: ErrBadStick,
}

// stickFault is an error of the kernel with what it says of the stick.
func stickFault(err error) error {
	var errno unix.Errno
	if errors.As(err, &errno) && faultsOf[errno] != nil {
		return fmt.Errorf("%w: %w", faultsOf[errno], err)
	}
	return err
}

// eject lets the stick go and refuses storage again.
func (k *keeper) eject(ctx context.Context) error {
	if err := k.take(ctx); err != nil {
		return err
	}
	defer k.give()
	if k.leave != nil {
		k.leave.Stop()
	}
	return k.letGo()
}

// letGo refuses storage even where a stick would not be unmounted: that takes it
// from the kernel.
func (k *keeper) letGo() error {
	err := k.release()
	k.ports.refuse()
	return err
}

// release unmounts. What is not mounted any more is released too.
func (k *keeper) release() error {
	if k.open.kind == "" {
		return nil
	}
	if err := k.o.Mounter.Unmount(k.folder()); err != nil && !errors.Is(err, unix.EINVAL) {
		return fmt.Errorf("machine: %w", err)
	}
	k.open = medium{}
	k.o.Log.Info(string(event.HelperStickClosed))
	return nil
}
