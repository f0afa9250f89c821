package machine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/event"
)

// clockReach is how far from its making a program is run.
const clockReach = 20

// clock sets the machine's clock, unless the time cannot be true.
func (o *Options) clock(t time.Time) error {
	if o.Built.IsZero() || t.Before(o.Built.AddDate(-clockReach, 0, 0)) || t.After(o.Built.AddDate(clockReach, 0, 0)) {
		return ErrTime
	}
	was := time.Now()
	if err := o.SetClock(t); err != nil {
		return err
	}
	o.Log.Info(string(event.HelperClock), "by", t.Sub(was).Round(time.Second))
	return nil
}

// setClock sets the clock of the kernel, then the one that runs on its battery,
// or the time would be lost at the next start. timedatectl does neither while
// systemd-timesyncd is on, and that is on where the network hides its servers.
func setClock(t time.Time) error {
	spec, err := unix.TimeToTimespec(t)
	if err != nil {
		return ErrTime
	}
	if err := unix.ClockSettime(unix.CLOCK_REALTIME, &spec); err != nil {
		return fmt.Errorf("machine: clock_settime: %w", err)
	}
	return setBatteryClock(t)
}

// setBatteryClock writes universal time, as Debian does: rtc(4). Not every
// machine has one.
func setBatteryClock(t time.Time) error {
	f, err := os.Open("/dev/rtc0")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("machine: %w", err)
	}
	defer f.Close()
	t = t.UTC()
	err = unix.IoctlSetRTCTime(int(f.Fd()), &unix.RTCTime{
		Sec: int32(t.Second()), Min: int32(t.Minute()), Hour: int32(t.Hour()),
		Mday: int32(t.Day()), Mon: int32(t.Month()) - 1, Year: int32(t.Year()) - 1900,
	})
	if err != nil {
		return fmt.Errorf("machine: /dev/rtc0: %w", err)
	}
	return nil
}
