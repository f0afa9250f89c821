package staff

import (
	"math"
	"strconv"
	"time"

	"guichet/kiosk/words"
)

// moment writes a time for who reads it here: "aujourd’hui à 19 h 42".
func (m *Mode) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	now := m.cfg.Now()
	t = t.In(now.Location())
	c := words.For(m.style.Lang)
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return m.words().Text("staff.today", "time", words.Time(c, t))
	}
	return m.words().Text("staff.day", "date", words.Date(c, t), "time", words.Time(c, t))
}

// span writes how long something takes, in its largest unit: "4 minutes". A part
// of a unit counts as a whole one.
func (m *Mode) span(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		most int
		key  string
	}{
		{time.Second, 99, "staff.span.second"}, {time.Minute, 99, "staff.span.minute"},
		{time.Hour, 48, "staff.span.hour"}, {24 * time.Hour, math.MaxInt, "staff.span.day"},
	} {
		n := int(d / u.unit)
		if d%u.unit > 0 {
			n++
		}
		if n <= u.most {
			return m.count(u.key, n)
		}
	}
	return ""
}

// count is a text of so many, "…_one" of one.
func (m *Mode) count(key string, n int) string {
	if n == 1 {
		key += "_one"
	}
	return m.words().Text(key, "n", strconv.Itoa(n))
}

// bytes writes a size: "12 Go".
func (m *Mode) bytes(n int64) string {
	if n < 1e9 {
		return m.words().Text("staff.megabytes", "n", strconv.FormatInt(n/1e6, 10))
	}
	return m.words().Text("staff.gigabytes", "n", strconv.FormatInt(n/1e9, 10))
}

// metres writes a length of paper to the nearest metre.
func metres(f float64) string { return strconv.Itoa(int(math.Round(f))) }
