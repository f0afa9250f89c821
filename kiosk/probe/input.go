package probe

import (
	"bufio"
	"bytes"
	"math/bits"
	"strconv"
	"strings"
)

// Codes of linux/input-event-codes.h. What they say of a device:
// https://docs.kernel.org/input/event-codes.html.
const (
	propPointer = 0x00
	propDirect  = 0x01

	btnLeft    = 0x110
	btnPen     = 0x140 // BTN_TOOL_PEN
	btnFinger  = 0x145 // BTN_TOOL_FINGER
	btnTouch   = 0x14a
	absX       = 0x00
	absTouchX  = 0x35 // ABS_MT_POSITION_X
	mostInputs = 256
)

// input is an input device.
type input struct {
	name            string
	props, keys, ab bitmap
}

// touchscreen decides by what the device can send. The kernel's "Event codes"
// says: INPUT_PROP_DIRECT is for coordinates that are the screen's, of a
// touchscreen or a drawing tablet; INPUT_PROP_POINTER for what needs a pointer; where
// neither is set the type follows from the events, "in the traditional way". That
// way is: a place and a touch, without a pen, without the mouse buttons of a
// virtual mouse, and without BTN_TOOL_FINGER, which only a touchpad has that says
// nothing more.
func (i input) touchscreen() bool {
	if !i.ab.has(absX) && !i.ab.has(absTouchX) || i.keys.has(btnPen) || i.props.has(propPointer) {
		return false
	}
	if i.props.has(propDirect) {
		return true
	}
	return i.keys.has(btnTouch) && !i.keys.has(btnFinger) && !i.keys.has(btnLeft)
}

// bitmap is words of a kernel's long, the lowest last, as written.
type bitmap []uint64

// word is the size of a long in what this program reads: the kernel writes 32
// bits for a 32-bit program (drivers/input/input.c, input_bits_to_string).
const word = bits.UintSize

func parseBitmap(s string) bitmap {
	var b bitmap
	for _, hex := range strings.Fields(s) {
		w, err := strconv.ParseUint(hex, 16, word)
		if err != nil {
			return nil
		}
		b = append(b, w)
	}
	return b
}

func (b bitmap) has(bit int) bool {
	i := len(b) - 1 - bit/word
	return i >= 0 && b[i]>>(bit%word)&1 == 1
}

// parseInputs reads /proc/bus/input/devices: paragraphs of lines "N: Name="…"",
// "B: KEY=…". What it does not know it leaves out.
func parseInputs(file []byte) []input {
	var all []input
	var now *input
	for lines := bufio.NewScanner(bytes.NewReader(file)); lines.Scan(); {
		line := lines.Text()
		if strings.TrimSpace(line) == "" {
			now = nil
			continue
		}
		if now == nil {
			if len(all) == mostInputs {
				break
			}
			all = append(all, input{})
			now = &all[len(all)-1]
		}
		now.take(line)
	}
	return all
}

func (i *input) take(line string) {
	key, value, _ := strings.Cut(line, "=")
	switch key {
	case "N: Name":
		i.name = strings.Trim(value, `"`)
	case "B: PROP":
		i.props = parseBitmap(value)
	case "B: KEY":
		i.keys = parseBitmap(value)
	case "B: ABS":
		i.ab = parseBitmap(value)
	}
}
