package ui

import "time"

// flood lets through as many fingers as people have. A glass that is broken, or
// wet, reports thousands a second; each one that reached a control would compose
// the page anew.
type flood struct {
	left float64 // fingers that may come at once
	at   time.Time
}

// A quick typist touches a glass about ten times a second.
const (
	fingersAtOnce  = 200
	fingersASecond = 50
)

// lets tells whether one more finger counts now.
func (f *flood) lets(now time.Time) bool {
	if f.at.IsZero() {
		f.left = fingersAtOnce
	}
	if since := now.Sub(f.at); since > 0 && !f.at.IsZero() {
		f.left = min(f.left+since.Seconds()*fingersASecond, fingersAtOnce)
	}
	f.at = now
	if f.left < 1 {
		return false
	}
	f.left--
	return true
}
