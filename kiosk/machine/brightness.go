package machine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// least is the darkest that a screen is set to: one can still read it, and set
// it back.
const least = 5

// kinds of backlights, the best first: "firmware" and "platform" know what the
// raw register does not (Documentation/ABI/stable/sysfs-class-backlight).
var kinds = []string{"firmware", "platform", "raw"}

// backlight is the folder of the light behind the screen.
func (o *Options) backlight() (string, error) {
	all, err := filepath.Glob(o.at("sys/class/backlight/*"))
	if err != nil || len(all) == 0 {
		return "", ErrNoLight
	}
	rank := func(dir string) int { // of a kind that is not known: the last
		if i := slices.Index(kinds, readText(filepath.Join(dir, "type"))); i >= 0 {
			return i
		}
		return len(kinds)
	}
	return slices.MinFunc(all, func(a, b string) int { return rank(a) - rank(b) }), nil
}

func (o *Options) brightness() (percent int, err error) {
	dir, err := o.backlight()
	if err != nil {
		return 0, err
	}
	most, err := readNumber(filepath.Join(dir, "max_brightness"))
	if err != nil || most <= 0 {
		return 0, ErrNoLight
	}
	now, err := readNumber(filepath.Join(dir, "brightness"))
	return min(100, (now*100+most/2)/most), err
}

func (o *Options) setBrightness(percent int) error {
	dir, err := o.backlight()
	if err != nil {
		return err
	}
	most, err := readNumber(filepath.Join(dir, "max_brightness"))
	if err != nil || most <= 0 {
		return ErrNoLight
	}
	level := max(1, min(100, max(least, percent))*most/100)
	return writeText(filepath.Join(dir, "brightness"), strconv.Itoa(level))
}

// readText is a file of /sys, without its end of line; "" if there is none.
func readText(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

func readNumber(file string) (int, error) {
	n, err := strconv.Atoi(readText(file))
	if err != nil {
		return 0, fmt.Errorf("machine: %s holds no number", file)
	}
	return n, nil
}

// writeText writes what is there already: a file of /sys is never made.
func writeText(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return fmt.Errorf("machine: %w", err)
	}
	_, err = f.WriteString(text)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return fmt.Errorf("machine: %w", err)
	}
	return nil
}
