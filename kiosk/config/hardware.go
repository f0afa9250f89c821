package config

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	minPanelMM, maxPanelMM = 50, 3000
	minBaud, maxBaud       = 300, 4_000_000
	maxRoll                = 1000 // metres
)

func (p *Printer) flaws() []flaw {
	if p == nil {
		return nil
	}
	var all []flaw
	bad := func(key, what, mend string) { all = append(all, flaw{[]any{"printer", key}, what, mend}) }
	if p.Profile == "" {
		bad("profile", "the printer has no profile", "name its model: epson-tm-t20ii")
	}
	if !filepath.IsAbs(p.Port) && !strings.HasPrefix(p.Port, "usb:") {
		bad("port", fmt.Sprintf("%q is not a device", p.Port), "write its path: /dev/ttyS0, or a name under /dev/serial/by-id; or its USB numbers: usb:0403:6001")
	}
	if p.Baud != 0 && (p.Baud < minBaud || p.Baud > maxBaud) {
		bad("baud", fmt.Sprintf("%d is not a speed", p.Baud), "write the one on the printer's self-test page, or 0 for the profile's")
	}
	if p.RollMetres < 0 || p.RollMetres > maxRoll {
		bad("roll_metres", fmt.Sprintf("%d m is not a roll", p.RollMetres), fmt.Sprintf("write what its box says, up to %d; 0 where nobody knows", maxRoll))
	}
	return slices.Concat(all,
		oneOf(p.Flow, []string{"", "none", "xonxoff", "rtscts"}, "printer", "flow"),
		oneOf(p.Backend, []string{"", "bugst", "tarm"}, "printer", "backend"),
		oneOf(p.Outlet, outlets, "printer", "outlet"))
}

var outlets = []string{"", "bottom_right", "bottom_left", "bottom", "right", "left", "desk"}

func (a *A4) flaws() []flaw {
	if a == nil {
		return nil
	}
	all := oneOf(a.Outlet, outlets, "a4_printer", "outlet")
	if u, err := url.Parse(a.URL); err != nil || u.Hostname() == "" || !slices.Contains([]string{"ipp", "ipps", "http", "https"}, u.Scheme) {
		all = append(all, flaw{[]any{"a4_printer", "url"}, fmt.Sprintf("%q is not a printer", a.URL),
			"write its address: ipp://localhost:631/printers/accueil"})
	}
	return all
}

func (s Screen) flaws() []flaw {
	var all []flaw
	if (s.WidthMM == 0) != (s.HeightMM == 0) {
		all = append(all, flaw{[]any{"screen"}, "one side of the panel has no length", "give both width_mm and height_mm, or neither"})
	}
	all = append(all, millimetres("width_mm", s.WidthMM)...)
	all = append(all, millimetres("height_mm", s.HeightMM)...)
	return slices.Concat(all,
		oneOf(s.Size, []string{"small", "normal", "large", "huge"}, "screen", "size"),
		oneOf(s.Theme, []string{"light", "dark", "contrast"}, "screen", "theme"))
}

func millimetres(key string, mm int) []flaw {
	if mm == 0 || mm >= minPanelMM && mm <= maxPanelMM {
		return nil
	}
	return []flaw{{[]any{"screen", key}, fmt.Sprintf("%d mm is not a panel", mm),
		fmt.Sprintf("measure the visible area: %d to %d mm", minPanelMM, maxPanelMM)}}
}

// lights are the kinds of signal towers; what follows the colon is the driver's.
var lights = []string{"gpio:/", "tower:/", "patlite:/"}

func (c *Config) lightFlaws() []flaw {
	if c.Light == "" || slices.ContainsFunc(lights, func(kind string) bool { return strings.HasPrefix(c.Light, kind) }) {
		return nil
	}
	return []flaw{{[]any{"light"}, fmt.Sprintf("%q is not a signal tower", c.Light),
		"write gpio:/dev/gpiochip0:17,27,22, or tower: and its device"}}
}

// metricsFlaws: what Prometheus reads is for this machine alone.
func (c *Config) metricsFlaws() []flaw {
	if c.Metrics == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(c.Metrics)
	number, notNumber := strconv.ParseUint(port, 10, 16)
	if ip := net.ParseIP(host); err == nil && notNumber == nil && number > 0 && ip != nil && ip.IsLoopback() {
		return nil
	}
	return []flaw{{[]any{"metrics"}, fmt.Sprintf("%q is not an address of this machine alone", c.Metrics), "write 127.0.0.1:9469"}}
}
