package session

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
	"guichet/forms/pack"
	"guichet/forms/packs"
)

// A robot goes through every pack in every language, from the home page to
// the goodbye: no key without a sentence, no page without a way on.
func TestEveryPackToTheEnd(t *testing.T) {
	all, err := packs.All()
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, formtest.Pack(t))
	for _, p := range all {
		for _, lang := range []forms.Lang{forms.French, forms.EasyFrench, forms.English} {
			t.Run(p.ID+"/"+string(lang), func(t *testing.T) { toTheEnd(t, p, lang) })
		}
	}
}

func toTheEnd(t *testing.T, p *pack.Pack, lang forms.Lang) {
	playWith(t, func(_ *stage, c *Config) {
		c.Packs = []Procedure{p}
		c.Now = func() time.Time { return formtest.At }
	}, func(st *stage) {
		st.send(SetLang{lang})
		st.send(st.view().Next.Do)
		st.send(Pick{st.view().Page, p.ID})
		st.send(st.view().Next.Do)
		for range 300 {
			if st.view().State == Done || st.view().State == Leaving {
				return
			}
			st.robot()
		}
		t.Fatalf("no end:\n%s", dump(st.view()))
	})
}

// robot answers the page on the screen.
func (st *stage) robot() {
	st.t.Helper()
	if fault := faultIn(st.view(), 0); fault != "" {
		st.t.Fatalf("%s\n%s", fault, dump(st.view()))
	}
	switch v := st.view(); v.State {
	case Question, Declaration:
		st.answerPage(v)
	case Saving, Printing:
		st.wait(time.Second)
	default:
		st.send(v.Next.Do)
	}
	synctest.Wait()
}

func (st *stage) answerPage(v View) {
	st.t.Helper()
	if st.s.visit.declaring {
		st.send(v.Next.Do)
		return
	}
	switch step := st.s.visit.journey.Step(); {
	case step.Kind == engine.KindMore:
		st.send(More{v.Page, step.Count == 0 && step.CanAdd})
	case !step.Page.Asks():
		st.send(v.Next.Do)
	default:
		st.send(Answered{v.Page, packInput(step.Page)})
	}
	if p := st.view().Problem; p != nil {
		st.t.Fatalf("%s\n%s", p.Text.S, dump(st.view()))
	}
}

// packInput is an input for a page of any pack; dates keep to its bounds.
func packInput(p *forms.Page) forms.Input {
	if p.Type != forms.Date {
		return formtest.Input(p)
	}
	for _, day := range []forms.Day{{Year: 1984, Month: 2, Day: 3}, {Year: 2020, Month: 9, Day: 1}, {Year: 2026, Month: 9, Day: 1}} {
		in := input("day", number(day.Day), "month", number(day.Month), "year", number(day.Year))
		if _, problem := forms.Parse(p, in, formtest.Today); problem == nil {
			return in
		}
	}
	return nil
}

// A procedure of a minute is not one of "1 minutes".
func TestAProcedureOfAMinute(t *testing.T) {
	p := *formtest.Pack(t)
	p.Minutes = 1
	for lang, want := range map[forms.Lang][2]string{
		forms.French: {"Environ une minute", "Comptez environ une minute."}, forms.English: {"About a minute", "Allow about a minute."},
		forms.EasyFrench: {"Cela prend une minute", "Cela prend une minute."},
	} {
		playWith(t, func(_ *stage, c *Config) { c.Packs = []Procedure{&p} }, func(st *stage) {
			st.send(SetLang{lang})
			st.send(st.view().Next.Do)
			menu := dump(st.view())
			st.send(Pick{st.view().Page, p.ID})
			if before := dump(st.view()); !strings.Contains(menu, want[0]) || !strings.Contains(before, want[1]) {
				t.Errorf("%s:\n%s\n%s", lang, menu, before)
			}
		})
	}
}
