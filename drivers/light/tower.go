package light

import (
	"context"
	"errors"
	"fmt"
	"time"

	"guichet/drivers/serial"
)

// Commands of Adafruit's tower, product 5125: the low half names the lamp, the
// high half says on (1), off (2) or blink (4). 9600 baud, a byte a command, no
// answer.
const (
	towerRed   = 0x01
	towerAmber = 0x02
	towerGreen = 0x04
	towerBuzz  = 0x08

	towerOn    = 0x10
	towerOff   = 0x20
	towerBlink = 0x40

	towerBaud = 9600
)

var towerLamps = map[Colour]byte{Green: towerGreen, Amber: towerAmber, Red: towerRed}

// tower is an open one. Some of its commands look like XON and XOFF: the line has
// no flow control.
type tower struct {
	port  serial.Port
	drain func()
	shown state
	known bool // shown is what it shows
}

// drain is how long the last bytes are on their way: 4 ms at 9600 baud, and what a
// USB adapter adds. Closing a port throws away what has not gone out.
func drain() { time.Sleep(200 * time.Millisecond) }

func towerAt(path string, drain func()) func() (device, error) {
	return func() (device, error) {
		p, err := serial.Open(serial.Config{Path: path, Baud: towerBaud, Flow: serial.FlowNone, WriteTimeout: Patience})
		if err != nil {
			return nil, err
		}
		return &tower{port: p, drain: drain}, nil
	}
}

// show switches everything off before it switches a lamp on, unless it only says
// again what is: a lamp that shines must not flicker.
func (t *tower) show(ctx context.Context, s state) error {
	_, err := t.port.Write(ctx, towerCommands(s, t.known && t.shown == s))
	t.shown, t.known = s, err == nil
	if errors.Is(err, serial.ErrTimeout) {
		return fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	return err
}

func towerCommands(s state, same bool) []byte {
	var b []byte
	if !same || s.colour == Off {
		b = []byte{towerOff | towerBuzz, towerOff | towerRed, towerOff | towerAmber, towerOff | towerGreen}
	}
	if lamp, on := towerLamps[s.colour]; on && s.blink {
		b = append(b, towerBlink|lamp)
	} else if on {
		b = append(b, towerOn|lamp)
	}
	return b
}

func (t *tower) close() error {
	if t.known {
		t.drain()
	}
	return t.port.Close()
}
