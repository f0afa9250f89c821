package light

import (
	"fmt"
	"strconv"
	"strings"
)

// Open takes "gpio:<chip>:<green>,<amber>,<red>", three lines of a GPIO chip,
// with ":low" behind them for lamps that shine at the low level, as those behind
// most relay boards; "tower:<port>", a path or a USB identity as drivers/serial
// takes it; or "patlite:<path>", a hidraw device. The error is ErrSpec.
func Open(spec string) (Light, error) {
	kind, rest, _ := strings.Cut(spec, ":")
	switch {
	case rest == "":
	case kind == "gpio":
		return openGPIO(rest)
	case kind == "tower":
		return newLamp(towerAt(rest, drain), false, usual), nil
	case kind == "patlite" && strings.HasPrefix(rest, "/"):
		return newLamp(patliteAt(rest), false, usual), nil
	}
	return nil, fmt.Errorf("%w: %q", ErrSpec, spec)
}

func openGPIO(rest string) (Light, error) {
	chip, lines, _ := strings.Cut(rest, ":")
	lines, low := strings.CutSuffix(lines, ":low")
	numbers, ok := parseLines(lines)
	if !ok || !strings.HasPrefix(chip, "/dev/") {
		return nil, fmt.Errorf("%w: %q", ErrSpec, "gpio:"+rest)
	}
	return newLamp(linesAt(chip, numbers, low), true, usual), nil
}

// parseLines reads three numbers that differ.
func parseLines(s string) (lines [3]uint32, ok bool) {
	parts := strings.Split(s, ",")
	if len(parts) != len(lines) {
		return lines, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil {
			return lines, false
		}
		lines[i] = uint32(n)
	}
	return lines, lines[0] != lines[1] && lines[1] != lines[2] && lines[0] != lines[2]
}
