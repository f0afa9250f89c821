package hours

import (
	"slices"
	"strconv"
)

// periods reads "Sep-Jun", "Dec 24-Jan 2", "Jul 14-20", "Jul,Aug".
func (r *reader) periods(out *rule) error {
	if !slices.Contains(monthNames, r.word()) {
		return nil
	}
	for {
		p, err := r.period()
		if err != nil {
			return err
		}
		out.periods = append(out.periods, p)
		if !r.take(",") {
			break
		}
		r.spaces()
	}
	r.take(":") // "Sep-Jun: Mo …" is written too
	r.spaces()
	return nil
}

func (r *reader) period() (period, error) {
	from, err := r.monthDay()
	if err != nil || !r.take("-") {
		return period{from, from}, err
	}
	to := monthDay{month: from.month}
	switch {
	case slices.Contains(monthNames, r.word()):
		to, err = r.monthDay()
	case from.day > 0:
		to.day, err = r.dayOfMonth(to.month)
	default:
		err = r.fail(r.pos, monthMend, "%q is not a month", r.rest())
	}
	if err == nil && (from.day == 0) != (to.day == 0) {
		err = r.fail(r.pos, `write "Dec 24-Jan 2" or "Sep-Jun"`, "one end is a day, the other a month")
	}
	return period{from, to}, err
}

const monthMend = "the months are Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec"

// monthDay reads "Dec" or "Dec 24".
func (r *reader) monthDay() (monthDay, error) {
	i := slices.Index(monthNames, r.word())
	if i < 0 {
		return monthDay{}, r.fail(r.pos, monthMend, "%q is not a month", r.rest())
	}
	r.pos += 3
	out, at := monthDay{month: i + 1}, r.pos
	if !r.spaces() || !r.digit() || r.isTime() {
		r.pos = at
		return out, nil
	}
	day, err := r.dayOfMonth(out.month)
	return monthDay{out.month, day}, err
}

func (r *reader) digit() bool { return !r.end() && r.text[r.pos] >= '0' && r.text[r.pos] <= '9' }

// isTime tells "08:30" from the day of a month.
func (r *reader) isTime() bool {
	return len(r.text) >= r.pos+3 && r.text[r.pos+2] == ':' || len(r.text) >= r.pos+2 && r.text[r.pos+1] == ':'
}

func (r *reader) dayOfMonth(month int) (int, error) {
	at := r.pos
	n := r.number(2)
	if most := []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]; n < 1 || n > most {
		return 0, r.fail(at, "write a day of the month, like Dec 24", "not a day of %s", monthNames[month-1])
	}
	return n, nil
}

// number reads at most so many digits; -1 where there is none.
func (r *reader) number(digits int) int {
	at := r.pos
	for r.pos-at < digits && r.digit() {
		r.pos++
	}
	n, err := strconv.Atoi(r.text[at:r.pos])
	if err != nil {
		return -1
	}
	return n
}

// times reads "08:30-12:00,13:30-17:00", "off" or "closed".
func (r *reader) times(out *rule) error {
	r.spaces()
	if r.take("off") || r.take("closed") {
		out.off = true
		return nil
	}
	if !r.digit() {
		return r.noTime()
	}
	for {
		s, err := r.span(out.spans)
		if err != nil {
			return err
		}
		out.spans = append(out.spans, s)
		if !r.take(",") {
			return nil
		}
		r.spaces()
	}
}

func (r *reader) noTime() error {
	if r.end() {
		return r.fail(r.pos, `write "08:30-12:00" or "off" after the days`, "no time is written")
	}
	if r.word() != "" {
		return r.fail(r.pos, "the days are Mo, Tu, We, Th, Fr, Sa, Su; "+exampleMend, "%q is not a day, a month, a time or off", r.rest())
	}
	return r.fail(r.pos, exampleMend, "%q is not read here", r.rest())
}

func (r *reader) span(before []span) (span, error) {
	at := r.pos
	from, err := r.time()
	if err != nil {
		return span{}, err
	}
	if !r.take("-") {
		return span{}, r.fail(r.pos, `write both ends: "08:30-12:00"`, "a time has no end")
	}
	to, err := r.time()
	switch {
	case err != nil:
		return span{}, err
	case to <= from:
		return span{}, r.fail(at, "exchange the times; over midnight write two rules, until 24:00 and from 00:00", "the end is not after the beginning")
	case len(before) > 0 && from < before[len(before)-1].to:
		return span{}, r.fail(at, "write the times of a day in order, without overlap", "the time begins before the one before it ends")
	}
	return span{from, to}, nil
}

// time reads "08:30", up to "24:00".
func (r *reader) time() (int, error) {
	at := r.pos
	hour := r.number(2)
	colon := r.take(":")
	minuteAt := r.pos
	minute := r.number(2)
	if hour < 0 || !colon || r.pos-minuteAt != 2 || minute > 59 || hour*60+minute > 24*60 {
		return 0, r.fail(at, `write hours and minutes with a colon: "08:30"`, "not a time of day")
	}
	return hour*60 + minute, nil
}
