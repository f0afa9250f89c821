package diagnosis

import (
	"cmp"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"text/tabwriter"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
)

// The shapes of what a kiosk says of itself.
var (
	kioskID = regexp.MustCompile(`^([0-9a-f]{16}|local-[0-9a-f]{16})$`)
	townID  = regexp.MustCompile(`^[0-9][0-9AB][0-9]{3}$`)
	// system is "Debian GNU/Linux 12 (bookworm), 6.1.0-40-amd64, x86_64".
	system = regexp.MustCompile(`^[A-Za-z]+( GNU/Linux| Linux)? [0-9.]+( LTS)?( \([a-z ]{1,30}\))?, [0-9]+\.[0-9]+[0-9.]*[0-9A-Za-z.+~-]{0,40}, [a-z0-9_]{3,10}$`)
	// host is a name with a domain, or a number; a name without one could be any
	// word.
	host = regexp.MustCompile(`^(localhost|([0-9a-z][0-9a-z-]*\.)+[0-9a-z-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)
)

func shaped(s string, shape *regexp.Regexp) string {
	if s != "" && !shape.MatchString(s) {
		return "-"
	}
	return s
}

// stamp is a moment, "" where there is none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// pairs writes a table of keys and values without those that are empty.
func pairs(rows [][2]string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		if r[1] != "" {
			fmt.Fprintf(w, "%s\t%s\n", r[0], r[1])
		}
	}
	w.Flush()
	return b.String()
}

// facts leaves out the name of the kiosk: somebody chose it.
func (f filter) facts(x staff.Facts) string {
	var addresses []string
	for _, a := range x.Addresses {
		if ip, err := netip.ParseAddr(a); err == nil {
			addresses = append(addresses, ip.WithZone("").String())
		}
	}
	return pairs([][2]string{
		{"kiosk", shaped(x.Kiosk, kioskID)}, {"town", shaped(x.Town, townID)},
		{"version", shaped(x.Version, version)}, {"system", shaped(x.System, system)},
		{"addresses", strings.Join(addresses, " ")},
		{"hub", machineOf(x.Hub)}, {"hub answers", fmt.Sprint(x.HubAnswers)}, {"proxy", machineOf(x.Proxy)},
		{"now", stamp(x.Now)}, {"clock off", x.ClockOff.String()}, {"started", stamp(x.Started)},
		{"disk free", fmt.Sprint(x.DiskFree)}, {"disk size", fmt.Sprint(x.DiskSize)},
	})
}

// machineOf is what an address says of a machine: not its user, nor a path.
func machineOf(address string) string {
	if address == "" {
		return ""
	}
	if !strings.Contains(address, "//") {
		address = "//" + address
	}
	u, err := url.Parse(address)
	if err != nil || !host.MatchString(u.Host) {
		return "-"
	}
	if u.Scheme == "" {
		return u.Host
	}
	return u.Scheme + "://" + u.Host
}

func (f filter) health(all []health.Condition) string {
	var b strings.Builder
	for _, c := range all {
		if _, known := health.RuleOf(c.Name); known {
			fmt.Fprintf(&b, "%s  %s  %s  for %s  %s\n", stamp(c.Since), c.Gravity, c.Name, f.word(string(c.Who)), f.which(c))
		}
	}
	return b.String()
}

// day is when something ends.
var day = regexp.MustCompile(`^20[0-9]{2}-[0-9]{2}-[0-9]{2}$`)

// which is the detail of a condition. A day is one of these two alone: elsewhere
// it could be a date of birth.
func (f filter) which(c health.Condition) string {
	ends := c.Name == health.TrustEnds || c.Name == health.CertificateOld
	if c.Detail == "" || ends && day.MatchString(c.Detail) {
		return c.Detail
	}
	return f.detail(c.Detail)
}

func (f filter) list(all []staff.Pack) string {
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "%s  %s  before: %s  refused: %s\n", f.word(p.ID), f.revision(p.Version), f.revision(p.Previous), f.revision(p.Refused))
	}
	return b.String()
}

func (f filter) revision(s string) string { return cmp.Or(shaped(s, version), "none") }

func changes(all []PrinterChange) string {
	var b strings.Builder
	for _, c := range all {
		how := c.Status.String()
		if c.Gone {
			how = printer.FaultGone.String()
		}
		fmt.Fprintf(&b, "%s  %s  presenter %s, %d not taken\n", stamp(c.At), how, c.Status.Mouth, c.Status.Forgotten)
	}
	return b.String()
}
