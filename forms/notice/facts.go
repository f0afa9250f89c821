package notice

import (
	"log/slog"
	"time"

	"guichet/forms"
)

// Facts is what is known of one request. [Fill] says which of them a template
// wants.
type Facts struct {
	// Words are those of the program that prints, in the language of the notice:
	// texts "month.*", "weekday.*" and "date.*" as the kiosk has them, and
	// "notice.month", "notice.months" and "notice.days" for time-limits.
	Words forms.Catalog
	// Zone is the town's: a request that comes at 23:30 came that day.
	Zone *time.Location

	Subject   string // what was asked: "Inscription à la cantine"
	Reference string
	// Person is the family name and the first names, as L111-3 wants, or the
	// name that the person asked for.
	Person string
	// To is where the person lives; zero: no address is printed. It must pass
	// [Address.Check].
	To Address

	Service Service
	// Agent is who deals with the request: "Jeanne Moreau-Petit, chargée de
	// l’état civil". L111-2 lets a number stand here for reasons of safety.
	Agent string
	// Author is who signed the decision or the certificate. The original is
	// signed before these facts exist; paper of a kiosk bears no signature.
	Author string

	At         time.Time // of the notice
	ReceivedAt time.Time // of the request
	// CountedFrom is where the delay of silence begins when it is not the
	// reception: the last document came, or the request came from elsewhere
	// (L114-3, L114-5). A delay that stood still is for the town hall to count.
	CountedFrom   time.Time
	DecidedAt     time.Time
	NotifiedAt    time.Time // the person has the decision in hand
	TransferredAt time.Time

	Missing  []string // documents and information
	Decision []string // a sentence each
	Reasons  []string

	Court     Court
	Authority Service // to which the request was passed on
	// Holidays are days off beside those of [Holiday].
	Holidays []forms.Day
}

// Service is an authority and the part of it that does the work.
type Service struct {
	Name    string // "Mairie de Saint-Éloi"
	Unit    string // "Service scolaire"; may be empty
	Address []string
	Phone   string // as [forms.FormatPhone] reads it
	Email   string // may be empty
}

// Court is where to appeal.
type Court struct {
	Name    string // "Tribunal administratif de …"
	Address []string
}

// LogValue keeps a person out of logs.
func (f Facts) LogValue() slog.Value { return slog.StringValue("facts of " + f.Reference) }

func (s Service) name() string {
	if s.Unit == "" {
		return s.Name
	}
	return s.Name + ", " + s.Unit
}

func (f Facts) day(t time.Time) forms.Day { return forms.DayOf(t.In(f.Zone)) }

// counted is the day from which silence is counted.
func (f Facts) counted() (forms.Day, bool) {
	from := f.CountedFrom
	if from.IsZero() {
		from = f.ReceivedAt
	}
	if from.IsZero() {
		return forms.Day{}, false
	}
	return f.day(from), true
}
