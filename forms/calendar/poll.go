package calendar

import (
	"time"

	"guichet/forms"
)

// Poll is an election with its two rounds.
type Poll struct {
	ID            string // "municipales-2026"
	First, Second forms.Day
}

// polls are the elections whose days are official, by day. A day that is only
// expected does not belong here: a pack says it instead, once it is decreed.
//
//	municipales-2026   décret n° 2025-848 of 27 August 2025 (number from memory)
var polls = []Poll{
	{"municipales-2026", forms.Day{Year: 2026, Month: 3, Day: 15}, forms.Day{Year: 2026, Month: 3, Day: 22}},
}

// NextPoll is the first poll whose first round is on a day or after it; false:
// none is known.
func NextPoll(from forms.Day) (Poll, bool) {
	for _, p := range polls {
		if !p.First.Before(from) {
			return p, true
		}
	}
	return Poll{}, false
}

// RegisterBefore is the last day to ask to be put on the electoral roll and to
// vote in a poll: the sixth Friday before its first round (code électoral,
// article L17). Who comes of age or moves for his work later has until the
// tenth day before it (L30 and L31, from memory).
func RegisterBefore(firstRound forms.Day) forms.Day {
	sinceFriday := (firstRound.Weekday() - int(time.Friday) + 7) % 7
	if sinceFriday == 0 {
		sinceFriday = 7 // the Friday of the poll itself is not before it
	}
	return minusDays(firstRound, sinceFriday+5*7)
}

func minusDays(d forms.Day, n int) forms.Day {
	return forms.DayOf(time.Date(d.Year, time.Month(d.Month), d.Day-n, 12, 0, 0, 0, time.UTC))
}
