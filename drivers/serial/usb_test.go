package serial_test

import (
	"errors"
	"testing"

	"guichet/drivers/serial"
)

func TestParseUSB(t *testing.T) {
	for text, want := range map[string]serial.USB{
		"usb:0403:6001":          {Vendor: "0403", Product: "6001"},
		"usb:1A86:7523":          {Vendor: "1a86", Product: "7523"},
		"usb:0403:6001:B00KLET7": {Vendor: "0403", Product: "6001", Serial: "B00KLET7"},
		"usb:04b8:0202:a:b c":    {Vendor: "04b8", Product: "0202", Serial: "a:b c"},
		"usb:0403:6001:":         {Vendor: "0403", Product: "6001"},
	} {
		if got, err := serial.ParseUSB(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "usb", "usb:", "usb:0403", "0403:6001", "usb:403:6001", "usb:0403:600g", "usb:0403:+600", "usb::6001", "USB:0403:6001"} {
		if got, err := serial.ParseUSB(text); err == nil {
			t.Errorf("%q: %+v, want an error", text, got)
		}
	}
}

func TestAWrongIdentityIsAMistake(t *testing.T) {
	err := serial.Config{Path: "usb:403:6001", Baud: 9600}.Check()
	var mistake *serial.ConfigError
	if !errors.As(err, &mistake) || mistake.Field != "Path" {
		t.Errorf("error = %v, want a ConfigError about Path", err)
	}
	if err := (serial.Config{Path: "usb:0403:6001", Baud: 9600}).Check(); err != nil {
		t.Error(err)
	}
}

// What it reads it writes, and reads the same again.
func FuzzParseUSB(f *testing.F) {
	for _, s := range []string{"usb:0403:6001", "usb:1A86:7523:B0:0K", "usb:::", "/dev/ttyUSB0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := serial.ParseUSB(s)
		if err != nil {
			return
		}
		if again, err := serial.ParseUSB(u.String()); err != nil || again != u {
			t.Errorf("%q: %+v became %+v, %v", s, u, again, err)
		}
	})
}
