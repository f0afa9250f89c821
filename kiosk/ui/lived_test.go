package ui

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/packs"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/session"
)

// lived is a kiosk without a screen on which calls are played as a citizen lives
// them, with the words that he reads.
type lived struct {
	t            *testing.T
	s            *session.Session
	lang         forms.Lang
	video, voice *calltest.Phone
	desk         *deskOf
	mu           sync.Mutex
	view         session.View
	shots        []sample
}

// deskOf is what a kiosk brings to a desk: papers, a document camera, a printer,
// and somebody who notes call backs.
type deskOf struct {
	deaf, lost bool // the camera, the notes
	slow       time.Duration
}

func (deskOf) List(session.Procedure, forms.Lang) []wire.Paper { return nil }
func (deskOf) Fill(context.Context, session.Procedure, forms.Lang, string, map[string]string) (session.Paper, error) {
	return session.Paper{Title: "Accusé de réception d’une demande incomplète", Pages: [][]byte{paper(420, 594), paper(420, 594)}, Document: printer.Document{Name: "desk"}}, nil
}
func (deskOf) Read(context.Context, []byte) (session.Paper, error) { return session.Paper{}, nil }

func (d *deskOf) Still(context.Context) ([]byte, error) {
	if d.deaf {
		return nil, errors.New("no camera")
	}
	img, err := png.Decode(bytes.NewReader(paper(640, 480)))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = jpeg.Encode(&b, img, nil)
	return b.Bytes(), err
}

func (d *deskOf) note(context.Context, wire.Back) error {
	time.Sleep(d.slow)
	if d.lost {
		return errors.New("no hub")
	}
	return nil
}

// livedPrinter prints in two seconds.
type livedPrinter struct{}

func (livedPrinter) Print(context.Context, printer.Document) (printer.Outcome, error) {
	time.Sleep(2 * time.Second)
	return printer.Printed, nil
}
func (livedPrinter) Status(context.Context) (printer.Status, error) {
	return printer.Status{Online: true}, nil
}
func (livedPrinter) Close() error { return nil }

// play tells a story and keeps what it shot.
func play(t *testing.T, lang forms.Lang, story func(*lived)) []sample {
	t.Helper()
	p, err := packs.Load("cantine")
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	synctest.Test(t, func(t *testing.T) {
		l := &lived{t: t, lang: lang, video: calltest.NewPhone(call.Video), voice: calltest.NewPhone(call.Voice), desk: &deskOf{slow: time.Second}}
		ctx, stop := context.WithCancel(context.Background())
		var all sync.WaitGroup
		all.Go(func() { l.session(p).Run(ctx) })
		synctest.Wait()
		story(l)
		stop()
		all.Wait()
		time.Sleep(time.Hour)
		out = l.shots
	})
	return out
}

func (l *lived) session(p *pack.Pack) *session.Session {
	s, err := session.New(session.Config{
		Town: "Mairie de Saint-Éloi", Packs: []session.Procedure{p}, Outbox: nowhere{}, Printer: livedPrinter{},
		Contacts: func(forms.Lang) []session.Contact {
			return []session.Contact{{Name: "Accueil de la mairie", Phone: "+33465710000", Hours: "Du lundi au vendredi, de 8 h 30 à 17 h"}}
		},
		Langs: []forms.Lang{l.lang}, Phones: []call.Phone{l.video, l.voice}, CallBack: l.desk.note, Papers: l.desk, Scanner: l.desk,
		Show: func(v session.View) { l.mu.Lock(); l.view = v; l.mu.Unlock() }, Rand: rand.NewChaCha8([32]byte{}), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		l.t.Fatal(err)
	}
	l.s = s
	return s
}

type nowhere struct{}

func (nowhere) Put(context.Context, forms.Submission) error { return nil }

func (l *lived) now() session.View {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.view
}

// shot keeps what is on the glass.
func (l *lived) shot(name string) {
	synctest.Wait()
	l.shots = append(l.shots, sample{"lived-" + name, l.now()})
}

func (l *lived) send(e session.Event) {
	l.s.Send(e)
	synctest.Wait()
}

// does lets the other side do something, and waits.
func (l *lived) does(what func()) {
	what()
	synctest.Wait()
}

// press presses what has these words, or that key.
func (l *lived) press(key string) {
	l.t.Helper()
	for _, b := range everyButton(l.now()) {
		if b.Text.Key == key {
			l.send(b.Do)
			return
		}
	}
	l.t.Fatalf("no button %q on %+v", key, l.now())
}

// everyButton is all that can be pressed.
func everyButton(v session.View) []session.Button {
	all := []session.Button{v.StartAgain, v.Back, v.DontKnow, v.Talk, v.Next}
	blocks := v.Blocks
	if v.Overlay != nil {
		all, blocks = v.Overlay.Buttons, v.Overlay.Blocks
	}
	for _, b := range blocks {
		if t, ok := b.(session.Tiles); ok {
			for _, one := range t.Items {
				all = append(all, session.Button{Text: one.Text, Do: one.Do})
			}
		}
	}
	if v.Call == nil {
		return all
	}
	for _, s := range v.Call.Buttons {
		all = append(all, s.Button)
	}
	if v.Call.Talk != nil {
		all = append(all, v.Call.Talk.Ask)
	}
	if v.Call.Keys != nil {
		all = append(all, v.Call.Keys.Ask)
	}
	return all
}

// on says who is there.
func (l *lived) on(change ...func(*wire.Service)) {
	at := time.Date(2000, 1, 3, 13, 0, 0, 0, time.UTC)
	one := wire.Service{
		ID: "ecoles", Names: map[string]string{"fr": "Le service des écoles et de la jeunesse", "en": "The schools and youth office"}, Hours: "Mo-Fr 08:00-18:00",
		Langs: []string{"fr", "en"}, Phone: "+33465710012", Sign: "https://relais.exemple.fr/signes", Text: "https://relais.exemple.fr/texte",
		Open: true, Agents: 2, Queue: wire.Queue{Place: 4, Wait: 290},
	}
	for i := range 6 {
		one.Windows = append(one.Windows, wire.Window{From: at.Add(time.Duration(i) * 24 * time.Hour), To: at.Add(time.Duration(i)*24*time.Hour + 2*time.Hour)})
	}
	for _, f := range change {
		f(&one)
	}
	l.send(session.ServicesChanged{Services: []wire.Service{one}})
}

// first goes to the first question.
func (l *lived) first() {
	l.on()
	l.send(l.now().Next.Do)
	for _, b := range everyButton(l.now()) {
		if p, ok := b.Do.(session.Pick); ok {
			l.send(p)
			break
		}
	}
	l.send(l.now().Next.Do)
}

// school goes on to a question with tiles.
func (l *lived) school() {
	for _, in := range []forms.Input{{"family": "Exemple", "given": "Lou"}, {"day": "3", "month": "2", "year": "1994"}} {
		l.send(session.Answered{Page: l.now().Page, Input: in})
	}
}

func (l *lived) by(way string, p *calltest.Phone) *calltest.Call {
	l.t.Helper()
	l.press("session.button.talk")
	l.press("session.call." + way)
	return p.Await(l.t)
}

const livedAgent = "Marie-Christine, service des écoles de Saint-Éloi"

// before are the screens from "talk to someone" to the first word.
func before(l *lived) {
	l.on()
	l.shot("there")
	l.first()
	l.press("session.button.talk")
	l.shot("how")
	l.press("session.call.tell.text")
	l.press("session.call.tell.sign")
	l.shot("how-sign")
	l.on(func(o *wire.Service) { o.Agents = 0 })
	l.shot("how-away")
	l.on(func(o *wire.Service) { o.Open, o.Agents = false, 0 })
	l.shot("how-closed")
	l.on()
	l.press("session.call.video")
	c := l.video.Await(l.t)
	l.shot("tries")
	l.does(func() { c.Wait(call.Queue{Place: 4, Wait: 4 * time.Minute}) })
	l.shot("waits")
	time.Sleep(170 * time.Second)
	l.send(session.Touched{})
	time.Sleep(100 * time.Second)
	l.shot("waits-longer")
	time.Sleep(90 * time.Second)
	l.shot("waits-still-there")
	l.press("session.still_there.stay")
	l.press("session.call.other")
	l.shot("waits-contacts")
	l.press("session.contacts.close")
	l.does(c.Ring)
	l.shot("rings")
	l.press("session.call.stop")
	l.shot("next-cancelled")
	l.press("session.call.close")
	l.shot("contacts-printing")
	time.Sleep(3 * time.Second)
	l.shot("contacts-printed")
}

// failures are the ends of a call that did not come about.
func failures(l *lived) {
	l.first()
	for _, why := range []call.Cause{call.Busy, call.NoAnswer, call.Rejected, call.Closed, call.NoMedia, call.Lost, call.Failed} {
		c := l.by("video", l.video)
		l.does(func() { c.Fail(486, why, 4*time.Minute) })
		l.shot("next-" + string(why))
		l.press("session.call.close")
		l.press("session.contacts.close")
	}
	l.video.Unready(call.ErrNoHub)
	l.voice.Unready(call.ErrNoLine)
	l.send(session.ServicesChanged{})
	l.press("session.button.talk")
	l.shot("nobody")
}

// speaking are the screens of a call that somebody answered.
func speaking(l *lived) {
	l.first()
	l.school()
	c := l.by("video", l.video)
	l.does(func() { c.Answer(livedAgent) })
	l.shot("speaks")
	for _, q := range []call.Quality{call.Weak, call.Stills, call.SoundOnly, call.Gone} {
		l.does(func() { c.Say(call.Event{State: call.Confirmed, Quality: q, Speaks: true}) })
		l.shot("quality-" + string(q))
	}
	l.does(func() { c.Say(call.Event{State: call.Confirmed, Held: true}) })
	l.shot("held")
	l.does(func() { c.Say(call.Event{State: call.Confirmed, Speaks: true}) })
	l.press("session.call.mute.camera")
	l.shot("camera-off")
	l.press("session.call.mute.microphone")
	l.shot("both-off")
	l.press("session.call.unmute.camera")
	l.press("session.call.share")
	l.press("session.call.unmute.microphone")
	l.shot("shared")
	l.does(func() { c.DeskSays(wire.Desk{Type: wire.DeskPoint, Field: forms.Value}) })
	l.shot("points-question")
	for _, b := range everyButton(l.now()) {
		if a, ok := b.Do.(session.Typed); ok {
			l.does(func() { c.DeskSays(wire.Desk{Type: wire.DeskPoint, Field: a.Input[forms.Value]}) })
			break
		}
	}
	l.shot("points-choice")
	l.send(session.HookChanged{Lifted: true})
	l.does(func() { c.Types("Bonjour, je suis Marie-Christine. Que puis-je faire pour vous ?\u2028") })
	l.send(session.Typed{Page: l.now().Call.Page, Input: forms.Input{forms.Value: "Bonjour, quelle école est la nôtre ?"}})
	l.shot("text")
	l.press("session.call.write")
	l.shot("writes")
	l.press("session.call.write_close")
	l.press("session.button.start_again")
	l.shot("leaves")
	l.press("session.confirm_end.stay")
	time.Sleep(20*time.Minute + time.Second)
	l.shot("still-there")
	l.press("session.still_there.stay")
	l.does(func() { c.End(call.RemoteBye) })
	l.shot("over")
}

// asksOf are the screens on which a desk asks for something.
func asksOf(l *lived) {
	l.first()
	c := l.by("video", l.video)
	l.does(func() { c.Answer(livedAgent) })
	ask := func(d wire.Desk) { l.does(func() { c.DeskSays(d) }); time.Sleep(time.Second / 2) }
	ask(wire.Desk{Type: wire.DeskAskShare, ID: "1"})
	l.shot("see")
	l.press("session.call_see.yes")
	ask(wire.Desk{Type: wire.DeskPropose, ID: "2", Page: &wire.Page{ID: "enfant_nom"}, Input: map[string]string{"family": "Exemple", "given": "Lou"}})
	l.shot("proposes")
	l.press("session.call_propose.no")
	ask(wire.Desk{Type: wire.DeskPrint, ID: "3", Paper: "x"})
	l.shot("paper")
	l.press("session.call_paper.yes")
	l.shot("paper-prints")
	time.Sleep(3 * time.Second)
	l.shot("paper-printed")
	l.send(session.PrinterChanged{Gone: true})
	ask(wire.Desk{Type: wire.DeskPrint, ID: "4", Paper: "x"})
	l.shot("paper-no-printer")
	l.press("session.call_paper.close")
	l.desk.deaf = true
	ask(wire.Desk{Type: wire.DeskAskStill, ID: "5"})
	l.shot("still-fails")
	l.desk.deaf = false
	time.Sleep(2 * time.Second)
	l.shot("still")
	l.press("session.call_still.take")
	l.shot("still-taken")
	l.press("session.call_still.send")
	l.shot("still-sent")
	ask(wire.Desk{Type: wire.DeskInvite, ID: "6", Link: "https://relais.exemple.fr/s/4711", Why: "sign"})
	l.shot("invites")
	l.press("session.call_invite.close")
	l.press("session.call.end")
	c = l.by("voice", l.voice)
	l.does(func() { c.Answer("") })
	l.shot("voice")
	l.press("session.call.keys")
	l.shot("voice-keys")
}

// back are the screens of a call back.
func back(l *lived) {
	l.first()
	l.press("session.button.talk")
	l.press("session.call.back")
	l.shot("when")
	l.send(firstWindow(l.now()))
	l.shot("number")
	l.send(session.Answered{Page: l.now().Overlay.Page, Input: forms.Input{forms.Value: "06 39 98"}})
	l.shot("number-wrong")
	l.desk.lost = true
	l.send(session.Answered{Page: l.now().Overlay.Page, Input: forms.Input{forms.Value: "06 39 98 00 25"}})
	l.shot("number-asks")
	time.Sleep(2 * time.Second)
	l.shot("number-failed")
	l.desk.lost = false
	l.press("session.call_number.ask")
	time.Sleep(1500 * time.Millisecond)
	l.shot("kept")
	time.Sleep(2 * time.Second)
	l.shot("kept-printed")
	l.press("session.call_kept.close")
	l.send(session.PrinterChanged{Gone: true})
	c := l.by("voice", l.voice)
	l.does(c.Ring)
	l.press("session.call.back")
	l.shot("when-waits")
	l.send(firstWindow(l.now()))
	l.shot("number-waits")
	l.send(session.Answered{Page: l.now().Overlay.Page, Input: forms.Input{forms.Value: "06 39 98 00 25"}})
	time.Sleep(2 * time.Second)
	l.shot("kept-unprinted")
}

func firstWindow(v session.View) session.Event {
	for _, b := range everyButton(v) {
		if w, ok := b.Do.(session.PickWindow); ok {
			return w
		}
	}
	return session.Touched{}
}

// livedSamples are all screens of calls in one language.
func livedSamples(t *testing.T, lang forms.Lang) []sample {
	var all []sample
	for _, story := range []func(*lived){before, failures, speaking, asksOf, back} {
		all = append(all, play(t, lang, story)...)
	}
	return all
}

var livedLangs = []forms.Lang{forms.French, forms.EasyFrench, forms.English}

// The sentence that says what boxes are for stands on their part.
func TestASentenceStaysWithItsBoxes(t *testing.T) {
	split := 0
	for _, s := range play(t, forms.English, before) {
		if s.name != "lived-how" {
			continue
		}
		for _, size := range sizes {
			s.view.Size = size
			parts := NewPainter(1280, 800, Panel{}).Parts(s.view)
			split += len(parts) - 1
			for i, p := range parts {
				says := slices.ContainsFunc(p.scene.items, func(it item) bool { return strings.HasPrefix(it.text, "Except by telephone") })
				if says && p.scene.named("tile:2:0") < 0 {
					t.Errorf("size %d, part %d says what is ticked, and has nothing to tick", size, i+1)
				}
			}
		}
	}
	if split == 0 {
		t.Error("all fits on one part: nothing was tried")
	}
}

// What is wrong with a number, or that nobody noted it, is said above the number
// and not on the page behind it.
func TestWhatIsWrongWithANumberIsSeen(t *testing.T) {
	wrong := map[string]string{
		"lived-number-wrong":  "Il manque 4 chiffres à ce numéro. Il y en a",
		"lived-number-failed": "Nous n’arrivons pas à noter votre rappel.",
	}
	for _, s := range play(t, forms.French, back) {
		want, ok := wrong[s.name]
		if !ok {
			continue
		}
		delete(wrong, s.name)
		sc := compose(&s.view, newLocal(&s.view), newMetrics(1280, 800, Panel{}, s.view.Size))
		if !slices.ContainsFunc(sc.items, func(it item) bool { return strings.HasPrefix(strings.ReplaceAll(it.text, "\u00a0", " "), want) }) {
			t.Errorf("%s does not say %q", s.name, want)
		}
	}
	if len(wrong) > 0 {
		t.Errorf("not played: %v", wrong)
	}
}
