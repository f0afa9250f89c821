package receipt

import (
	"strings"
	"time"
)

// Code is what the QR symbol of a receipt holds, on paper and on the screen:
// "GUICHET:1:482739156K:2026-11-21". 1 is the version of this layout; the
// date is the local day of the deposit. It names nobody, and leads nowhere:
// the town hall scans it instead of typing the reference. Every character is in
// the alphanumeric mode of QR, which keeps the symbol small.
func Code(reference string, at time.Time) string {
	reference = strings.ToUpper(strings.Join(strings.Fields(reference), ""))
	return "GUICHET:1:" + reference + ":" + at.Format(time.DateOnly)
}
