package session

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
)

// stage is a kiosk on which a story is played, in fake time.
type stage struct {
	t       testing.TB
	s       *Session
	printer *fakePrinter
	outbox  *fakeOutbox
	views   []View
	log     bytes.Buffer
	// also is done in a part of the steps of a random visit; nil: nothing is.
	also func(n, visit int)
	// bad is what it found wrong.
	bad string
}

// play tells a story on a fresh kiosk with the sample pack.
func play(t *testing.T, story func(st *stage)) {
	t.Helper()
	playWith(t, func(*stage, *Config) {}, story)
}

// playWith lets a story change the configuration first.
func playWith(t *testing.T, change func(*stage, *Config), story func(st *stage)) {
	t.Helper()
	p := samplePack()
	synctest.Test(t, func(t *testing.T) {
		st := &stage{t: t, printer: &fakePrinter{}, outbox: &fakeOutbox{takes: time.Second}}
		cfg := Config{
			Town: "Mairie de Saint-Éloi", Packs: []Procedure{p}, Outbox: st.outbox, Printer: st.printer,
			Contacts:       func(forms.Lang) []Contact { return []Contact{{Name: "Accueil", Phone: "+33492000000"}} },
			Show:           func(v View) { st.views = append(st.views, v) },
			ReferenceTaken: errTaken, Rand: rand.NewChaCha8([32]byte{7}),
			Now: func() time.Time { return time.Now().UTC() },
			Log: slog.New(slog.NewTextHandler(&st.log, nil)),
		}
		change(st, &cfg)
		st.run(cfg, story)
	})
}

func (st *stage) run(cfg Config, story func(st *stage)) {
	s, err := New(cfg)
	if err != nil {
		st.t.Fatal(err)
	}
	st.s = s
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	defer func() { // after a t.Fatal of the story as well
		stop()
		if err := <-ended; err != context.Canceled {
			st.t.Errorf("Run returned %v", err)
		}
		time.Sleep(time.Hour) // a deaf printer, too, comes back
		if st.printer.twice {
			st.t.Error("two documents were printed at the same time")
		}
	}()
	synctest.Wait()
	story(st)
}

func (st *stage) view() View { return st.views[len(st.views)-1] }

func (st *stage) send(events ...Event) {
	for _, e := range events {
		st.s.Send(e)
	}
	synctest.Wait()
}

// wait lets fake time pass. What the story has looked at so far must be seen
// to come before what a timer does next: the loop takes this lock before each
// step, and the race detector knows of no other tie between the two.
func (st *stage) wait(d time.Duration) {
	st.s.events.Len()
	time.Sleep(d)
	synctest.Wait()
}

// press sends what a button of the page, or of the overlay, would send.
func (st *stage) press(words string) {
	st.t.Helper()
	for _, b := range buttonsOf(st.view()) {
		if spaces(b.Text.S) == words {
			st.send(b.Do)
			return
		}
	}
	st.t.Fatalf("no button %q on\n%s", words, dump(st.view()))
}

// pressed presses several buttons, one after the other.
func (st *stage) pressed(words ...string) {
	st.t.Helper()
	for _, w := range words {
		st.press(w)
	}
}

// fill types an input and presses Continue.
func (st *stage) fill(pairs ...string) {
	st.t.Helper()
	st.send(Typed{st.view().Page, input(pairs...)})
	st.press(st.view().Next.Text.S)
}

func input(pairs ...string) forms.Input {
	in := forms.Input{}
	for i := 0; i+1 < len(pairs); i += 2 {
		in[pairs[i]] = pairs[i+1]
	}
	return in
}

func (st *stage) at(state State, title string) {
	st.t.Helper()
	v := st.view()
	if v.State != state || !strings.HasPrefix(spaces(v.Title.S), title) {
		st.t.Fatalf("at %s %q, want %s %q", v.State, v.Title.S, state, title)
	}
}

func (st *stage) reads(words ...string) {
	st.t.Helper()
	for _, w := range words {
		if text := dump(st.view()); !strings.Contains(text, w) {
			st.t.Fatalf("%q is not on\n%s", w, text)
		}
	}
}

func (st *stage) readsNot(words ...string) {
	st.t.Helper()
	for _, w := range words {
		if text := dump(st.view()); strings.Contains(text, w) {
			st.t.Fatalf("%q is on\n%s", w, text)
		}
	}
}

// buttonsOf are what can be pressed: on the overlay where there is one, else
// on the page.
func buttonsOf(v View) []Button {
	if v.Overlay != nil {
		return append(slices.Clone(v.Overlay.Buttons), buttonsIn(v.Overlay.Blocks)...)
	}
	all := append([]Button{v.StartAgain, v.Back, v.DontKnow, v.Talk, v.Next, v.Other, v.Why.Ask, v.Pitfalls.Ask}, buttonsIn(v.Blocks)...)
	return slices.DeleteFunc(all, func(b Button) bool { return b.Text.Empty() })
}

func buttonsIn(blocks []Block) []Button {
	var all []Button
	tiles := func(ts []Tile) {
		for _, t := range ts {
			all = append(all, Button{t.Text, t.Do})
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case Tiles:
			tiles(b.Items)
		case Fields:
			tiles(b.Found)
		case Rows:
			for _, r := range b.Items {
				if r.Change != (Button{}) { // what is worked out has nothing to change
					all = append(all, r.Change)
				}
			}
		}
	}
	return all
}

// The answers of the sample visit; each is a canary that must not be found
// anywhere but on the screen and in the submission.
const (
	family = "LEFÈVRE-BÉNÉZET"
	given1 = "Anaïs"
	year   = "2019"
	remark = "allergique aux noisettes"
	other  = "ZYGOMATIQUE"
	mobile = "06 12 34 56 78"
)

var canaries = []string{family, "lefèvre", given1, remark, other, mobile, "612345678", "Manosque"}

// toFirst goes to the first question of the sample pack.
func (st *stage) toFirst() {
	st.t.Helper()
	st.press("Commencer")
	st.press("Inscrire mon enfant à une sortie (fr)")
	st.press("Commencer")
	st.at(Question, "Comment s’appelle")
}

// toRepeat answers all up to the question who comes to fetch the child.
func (st *stage) toRepeat() {
	st.t.Helper()
	st.toFirst()
	st.fill("family", family, "given", given1)
	st.fill("day", "3", "month", "2", "year", year)
	st.pressed("Madame", "Continuer")
	st.send(Typed{st.view().Page, input(searchField, "manosq")})
	st.pressed("Manosque (04100)", "Continuer")
	st.pressed("Petite section", "Continuer")
	st.at(Question, "La sortie dure un jour")
	st.pressed("Continuer", "Le mercredi", "Continuer")
	st.fill(forms.Value, remark)
	st.at(Question, "Qui vient chercher")
}

// toCheck answers all.
func (st *stage) toCheck() {
	st.t.Helper()
	st.toRepeat()
	st.press("Ajouter")
	st.fill("family", other, "given", "Paul")
	st.fill(forms.Value, mobile)
	st.at(Question, "Ajouter une autre personne")
	st.press("Continuer sans ajouter")
	st.pressed("Oui", "Continuer")
	st.pastDeclaration()
}

// pastDeclaration goes on where the form's declaration comes before the check.
func (st *stage) pastDeclaration() {
	st.t.Helper()
	if st.view().State == Declaration {
		st.pressed("Je suis d’accord", st.view().Next.Text.S)
	}
	st.at(Check, "Vérifiez")
}

// toSent confirms and sends; the kiosk is saving.
func (st *stage) toSent() {
	st.t.Helper()
	st.toCheck()
	st.press(st.view().Next.Text.S)
	if st.view().State == Declaration {
		st.pressed("Je suis d’accord", "Envoyer ma demande")
	}
	st.at(Saving, "Nous enregistrons")
}

// toDone waits for the last page.
func (st *stage) toDone() {
	st.t.Helper()
	st.toSent()
	st.wait(2500 * time.Millisecond)
	st.at(Done, "Nous avons bien reçu")
}

// dump is a View as a person reads it, one line a part.
func dump(v View) string {
	var b strings.Builder
	line := func(what string, texts ...string) {
		if s := strings.Join(texts, ""); s != "" {
			fmt.Fprintf(&b, "%-9s %s\n", what, s)
		}
	}
	fmt.Fprintf(&b, "== %s\n", v.State)
	line("notice", v.Notice.S)
	line("progress", v.Progress.S)
	line("section", v.Section.S)
	if v.Problem != nil {
		line("problem", v.Problem.Text.S, " (", v.Problem.Field, ")")
	}
	line("title", v.Title.S)
	line("help", v.Help.S)
	if v.Why.Open {
		line("why", v.Why.Answer.S)
	}
	dumpBlocks(line, v.Blocks)
	line("buttons", strings.Join(mapped(
		[]Button{v.StartAgain, v.Back, v.DontKnow, v.Talk, v.Next},
		func(x Button) string { return "[" + x.Text.S + "]" }), " "))
	if o := v.Overlay; o != nil {
		fmt.Fprintf(&b, "-- %s\n", o.Kind)
		line("title", o.Title.S)
		dumpBlocks(line, o.Blocks)
		line("buttons", strings.Join(mapped(o.Buttons, func(x Button) string { return "[" + x.Text.S + "]" }), " "))
	}
	dumpCall(line, v.Call)
	return spaces(b.String())
}

func dumpCall(line func(string, ...string), c *CallView) {
	if c == nil {
		return
	}
	line("--", "call ", string(c.State))
	line("light", c.Light.S)
	line("title", c.Title.S)
	for _, t := range c.Lines {
		line("line", t.S)
	}
	if c.Talk != nil {
		for _, l := range c.Talk.Lines {
			line("says", l.Who.S, " : ", l.Text.S)
		}
		line("write", "[", c.Talk.Ask.Text.S, "]")
	}
	if c.Keys != nil {
		line("keys", "[", c.Keys.Ask.Text.S, "]")
	}
	line("buttons", strings.Join(mapped(c.Buttons, func(x Switch) string { return "[" + x.Text.S + "]" }), " "))
}

// spaces makes the no-break spaces of French typography easy to type here.
func spaces(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

func dumpBlocks(line func(string, ...string), blocks []Block) {
	texts := func(ts []Text) string {
		return strings.Join(mapped(ts, func(t Text) string { return t.S }), " | ")
	}
	tiles := func(ts []Tile) {
		for _, t := range ts {
			mark := "( ) "
			if t.Selected {
				mark = "(x) "
			}
			detail := t.Detail.S
			if detail != "" {
				detail = " — " + detail
			}
			line("tile", mark, t.Text.S, detail)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			line("text", b.Text.S)
		case Bullets:
			line("list", b.Title.S, " ", texts(b.Items))
		case Tiles:
			tiles(b.Items)
		case Fields:
			for _, f := range b.Items {
				line("field", f.Label.S, " [", f.Value.S, "] ", f.Example.S)
			}
			tiles(b.Found)
		case Rows:
			for _, r := range b.Items {
				line("row", r.Section.S, " / ", r.Label.S, " : ", texts(r.Values), " [", r.Change.Text.S, "]")
			}
		case Code:
			line("code", b.Label.S, " : ", b.Text.S)
		case QR:
			line("qr", b.Data, " ", b.Text.S)
		case Document:
			line("document", b.Text.S)
		case Signature:
			line("sign", b.Label.S)
		case Bar:
			line("bar", fmt.Sprint(b.Done, "/", b.Of))
		case Picture:
			line("picture", b.Alt.S)
		}
	}
}

func paperOut() printer.Status { return printer.Status{Online: true, Paper: printer.PaperOut} }
func paperIn() printer.Status  { return printer.Status{Online: true, Paper: printer.PaperOK} }

func outOfPaper() printOutcome {
	return printOutcome{
		outcome: printer.NotPrinted, takes: time.Second,
		err: &printer.FaultError{Fault: printer.FaultPaperOut, Status: paperOut()},
	}
}
