package notice

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/forms"
)

func TestEveryTemplateFillsInEveryLanguage(t *testing.T) {
	if len(Names()) < 8 {
		t.Fatalf("only %v", Names())
	}
	for _, name := range Names() {
		tmpl := load(t, name)
		for _, lang := range []forms.Lang{forms.French, forms.EasyFrench, forms.English} {
			f := full(lang)
			if tmpl.Kind == Acknowledgement {
				f = fresh(lang)
			}
			n, err := Fill(tmpl, f)
			if err != nil {
				t.Errorf("%s, %s: %v", name, lang, err)
				continue
			}
			text := flat(n)
			if strings.ContainsAny(text, "{}") {
				t.Errorf("%s, %s: a brace is left:\n%s", name, lang, text)
			}
			for _, want := range []string{"Mairie de Saint-Éloi, Service scolaire", "04999 Saint-Éloi", "04\u00a065\u00a071\u00a000\u00a010", "Paule Vasseur-Duc"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: no %q", name, lang, want)
				}
			}
		}
	}
}

// A refusal by silence, from the reception to the last day at court.
func TestTheDatesOfARefusalBySilence(t *testing.T) {
	f := full(forms.French)
	f.ReceivedAt, f.At = at("2017-06-23 23:59"), at("2017-06-24 08:00")
	n, err := Fill(load(t, "acknowledgement_rejection"), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"demande le vendredi 23 juin 2017.", "jusqu’au mercredi 23 août 2017 pour répondre",
		"Vous avez 2 mois, jusqu’au mardi 24 octobre 2017.", "Tribunal administratif de Sainte-Foy\n2, rue des Juges\n",
	} {
		if !strings.Contains(flat(n), want) {
			t.Errorf("no %q in:\n%s", want, flat(n))
		}
	}
}

func TestTheDelayCountsFromTheLastDocument(t *testing.T) {
	f := full(forms.French)
	f.CountedFrom, f.At = at("2026-10-02 09:00"), at("2026-12-03 09:00")
	n, err := Fill(load(t, "certificate"), f)
	if err != nil || !strings.Contains(flat(n), "avant la fin du mercredi 2 décembre 2026") {
		t.Errorf("%v:\n%s", err, flat(n))
	}
	f.At = at("2026-12-02 23:00")
	if _, err := Fill(load(t, "certificate"), f); !errors.Is(err, ErrTooEarly) {
		t.Errorf("on the last day of the delay: %v", err)
	}
}

func TestTheDayIsThatOfTheTown(t *testing.T) {
	f := full(forms.French)
	f.ReceivedAt, f.At = time.Date(2026, 9, 14, 21, 30, 0, 0, time.UTC), at("2026-09-16 09:00")
	f.Zone = time.FixedZone("+04", 4*3600)
	n, err := Fill(load(t, "acknowledgement_acceptance"), f)
	if err != nil || !strings.Contains(flat(n), "le mardi 15 septembre 2026") {
		t.Errorf("%v:\n%s", err, flat(n))
	}
}

func TestDocumentsAreDueOnAWorkingDay(t *testing.T) {
	f := full(forms.French)
	f.At = at("2026-10-02 10:00") // 30 days later is All Saints’, a Sunday
	n, err := Fill(load(t, "missing_documents_rejection"), f)
	if err != nil || strings.Count(flat(n), "lundi 2 novembre 2026") != 2 {
		t.Errorf("%v:\n%s", err, flat(n))
	}
	if !strings.Contains(flat(n), "[ ] Votre livret de famille\n[ ] Une facture") {
		t.Errorf("the list is not there:\n%s", flat(n))
	}
}

func TestWhatMayBeMissingLeavesNoTrace(t *testing.T) {
	f := full(forms.French)
	f.Service.Email = ""
	n, err := Fill(load(t, "transfer_rejection"), f)
	if err != nil || strings.Contains(flat(n), "E-mail") || !strings.Contains(flat(n), "04\u00a065\u00a071\u00a090\u00a000") {
		t.Errorf("%v:\n%s", err, flat(n))
	}
}

func TestFillSaysAllThatIsMissing(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Facts
		want []string
	}{
		{"decision", Facts{}, []string{"At", "Person", "Reference", "Service.Name", "Words", "Zone"}},
		{"decision", func() Facts {
			f := full(forms.French)
			f.Court, f.NotifiedAt, f.Reasons, f.Author = Court{}, time.Time{}, nil, ""
			return f
		}(), []string{"appeal_before", "author", "court", "court_address", "notified_on", "reasons"}},
		{"acknowledgement_rejection", func() Facts {
			f := full("de")
			f.ReceivedAt, f.Agent = time.Time{}, ""
			return f
		}(), []string{"Words"}},
	} {
		_, err := Fill(load(t, c.name), c.f)
		var missing *MissingError
		if !errors.As(err, &missing) || !slices.Equal(missing.Names, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestDatesMustBeInOrder(t *testing.T) {
	for what, change := range map[string]func(*Facts){
		"a notice before its request":   func(f *Facts) { f.At = f.ReceivedAt.Add(-time.Hour) },
		"notified before it is decided": func(f *Facts) { f.NotifiedAt = f.DecidedAt.Add(-time.Hour) },
		"decided before it is asked":    func(f *Facts) { f.DecidedAt = f.ReceivedAt.Add(-time.Hour) },
		"passed on before it came":      func(f *Facts) { f.TransferredAt = f.ReceivedAt.Add(-time.Hour) },
		"handed over after its date":    func(f *Facts) { f.NotifiedAt = f.At.Add(time.Hour) },
		"decided after its date":        func(f *Facts) { f.DecidedAt, f.NotifiedAt = f.At.Add(time.Hour), f.At.Add(time.Hour) },
	} {
		f := full(forms.French)
		change(&f)
		if _, err := Fill(load(t, "decision"), f); !errors.Is(err, ErrOrder) {
			t.Errorf("%s: %v", what, err)
		}
	}
	f := full(forms.French)
	f.TransferredAt = f.At.Add(time.Hour)
	if _, err := Fill(load(t, "transfer_acceptance"), f); !errors.Is(err, ErrOrder) {
		t.Errorf("passed on later: %v", err)
	}
	f = full(forms.French)
	f.CountedFrom = f.At.Add(time.Hour)
	if _, err := Fill(load(t, "acknowledgement_rejection"), f); !errors.Is(err, ErrOrder) {
		t.Errorf("counted from later: %v", err)
	}
}

// When the day of the silent answer is over, no paper says "we have until".
func TestNoAcknowledgementAfterTheAnswer(t *testing.T) {
	for _, name := range []string{"acknowledgement_rejection", "acknowledgement_acceptance"} {
		f := full(forms.French)
		f.ReceivedAt, f.At = at("2026-09-21 09:30"), at("2026-11-21 23:59")
		if _, err := Fill(load(t, name), f); err != nil {
			t.Errorf("%s, on the last day: %v", name, err)
		}
		f.At = at("2026-11-22 00:00")
		if _, err := Fill(load(t, name), f); !errors.Is(err, ErrTooLate) {
			t.Errorf("%s, the day after: %v", name, err)
		}
	}
}

// Facts go into the text as they are: a value with braces fills nothing.
func TestAValueIsNoTemplate(t *testing.T) {
	f := fresh(forms.French)
	f.Agent = "{person}"
	n, err := Fill(load(t, "acknowledgement_acceptance"), f)
	if err != nil || strings.Contains(flat(n), "QUATREBARBES") || !strings.Contains(flat(n), "{person}") {
		t.Errorf("%v:\n%s", err, flat(n))
	}
}

// Neither a log nor an error tells who it is.
func TestNobodyIsNamedInLogsAndErrors(t *testing.T) {
	f := full(forms.French)
	n, err := Fill(load(t, "certificate"), f)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("print", "notice", n, "facts", f)
	f.To.Street = "12, rue Neuve de Zuléika"
	_, err = Fill(load(t, "certificate"), f)
	all := log.String() + fmt.Sprint(err) + n.String()
	var wrong *AddressError
	if !errors.As(err, &wrong) {
		t.Errorf("a wrong address: %v", err)
	}
	for _, private := range []string{"QUATREBARBES", "Zuléika", "Neuve"} {
		if strings.Contains(all, private) {
			t.Errorf("%q is in %s", private, all)
		}
	}
}
