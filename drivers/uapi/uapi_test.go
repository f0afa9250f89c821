package uapi

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// header prints what a C compiler makes of linux/gpio.h.
const header = `#include <linux/gpio.h>
#include <stddef.h>
#include <stdio.h>
#define REQUEST(f) (unsigned long)offsetof(struct gpio_v2_line_request, f)
int main(void) {
	printf("%lx %lx %lx ", (unsigned long)GPIO_V2_GET_LINE_IOCTL, (unsigned long)GPIO_V2_LINE_GET_VALUES_IOCTL,
		(unsigned long)GPIO_V2_LINE_SET_VALUES_IOCTL);
	printf("%x %x %x %x %x %x %x ", (unsigned)GPIO_V2_LINE_FLAG_ACTIVE_LOW, (unsigned)GPIO_V2_LINE_FLAG_INPUT,
		(unsigned)GPIO_V2_LINE_FLAG_OUTPUT, (unsigned)GPIO_V2_LINE_FLAG_EDGE_RISING, (unsigned)GPIO_V2_LINE_FLAG_EDGE_FALLING,
		(unsigned)GPIO_V2_LINE_FLAG_BIAS_PULL_UP, (unsigned)GPIO_V2_LINE_ATTR_ID_DEBOUNCE);
	printf("%lu %lu %lu %lu %lu %lu ", (unsigned long)sizeof(struct gpio_v2_line_request), REQUEST(consumer), REQUEST(config.flags),
		REQUEST(config.attrs), REQUEST(num_lines), REQUEST(fd));
	printf("%lu %lu", (unsigned long)sizeof(struct gpio_v2_line_config_attribute), (unsigned long)sizeof(struct gpio_v2_line_values));
}
`

// of64 is what it prints on a machine of 64 bits.
const of64 = "c250b407 c010b40e c010b40f 2 4 8 10 20 100 3 592 256 288 320 560 588 24 16"

func TestTheNumbersAndTheLayout(t *testing.T) {
	var r LineRequest
	got := fmt.Sprintf("%x %x %x %x %x %x %x %x %x %x %d %d %d %d %d %d %d %d", GetLine, GetValues, SetValues,
		ActiveLow, Input, Output, Rising, Falling, PullUp, Debounce,
		unsafe.Sizeof(r), unsafe.Offsetof(r.Consumer), unsafe.Offsetof(r.Flags), unsafe.Offsetof(r.Attribute), unsafe.Offsetof(r.Lines),
		unsafe.Offsetof(r.FD), unsafe.Sizeof(LineAttribute{}), unsafe.Sizeof(LineValues{}))
	if got != of64 {
		t.Errorf("we say %s\nthe kernel %s", got, of64)
	}
}

func TestTheHeadersSayTheSame(t *testing.T) {
	gcc, err := exec.LookPath("gcc")
	if _, missing := os.Stat("/usr/include/linux/gpio.h"); err != nil || missing != nil {
		t.Skip("no gcc, or no headers of Linux")
	}
	dir := t.TempDir()
	source, program := filepath.Join(dir, "abi.c"), filepath.Join(dir, "abi")
	if err := os.WriteFile(source, []byte(header), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(gcc, "-o", program, source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, err := exec.Command(program).Output(); err != nil || strings.TrimSpace(string(got)) != of64 {
		t.Errorf("%v: %s", err, got)
	}
}

// The true kernel: a file is no chip.
func TestWhatIsNoChip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chip")
	if _, err := OpenLines(path, LineRequest{}, Control); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	os.WriteFile(path, nil, 0o600)
	if _, err := OpenLines(path, LineRequest{}, Control); !errors.Is(err, unix.ENOTTY) {
		t.Errorf("a file: %v", err)
	}
}

func TestTheKernelsAnswer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chip")
	os.WriteFile(path, nil, 0o600)
	fd, err := OpenLines(path, LineRequest{Lines: 2}, func(f *os.File, request uintptr, arg unsafe.Pointer) error {
		r := (*LineRequest)(arg)
		if f.Name() != path || request != GetLine || r.Lines != 2 {
			t.Errorf("%s, %x, %+v", f.Name(), request, r)
		}
		r.FD = 42
		return nil
	})
	if fd != 42 || err != nil {
		t.Errorf("%d, %v", fd, err)
	}
}
