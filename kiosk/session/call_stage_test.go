package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// callStage is a kiosk with two phones, a document camera and papers, whose
// other sides are the story.
type callStage struct {
	*stage
	video, voice *calltest.Phone
	papers       *fakePapers
	scanner      *fakeScanner
	watched      int // sights that the screen was given

	mu       sync.Mutex
	backs    []wire.Back
	backFail error
}

// What the citizen, the agent and the desk say; none of it may be found but
// where it belongs.
const (
	agent    = "Camille, mairie de Saint-Éloi"
	backTo   = "06 39 98 12 34" // kept for films and examples: see forms
	backE164 = "+33639981234"
	secretly = "XYLOPHONE"
)

// playCall tells a story on a kiosk that can call.
func playCall(t *testing.T, story func(st *callStage)) {
	t.Helper()
	playCallWith(t, func(*callStage, *Config) {}, story)
}

func playCallWith(t *testing.T, change func(*callStage, *Config), story func(st *callStage)) {
	t.Helper()
	var cs *callStage
	playWith(t, func(st *stage, c *Config) {
		cs = newCallStage(st)
		c.Phones = []call.Phone{cs.video, cs.voice}
		c.CallBack, c.Papers, c.Scanner = cs.keepBack, cs.papers, cs.scanner
		c.Sight = func(s call.Sight) { cs.watched++; s.Watch(func(call.Frame) {}); s.Self(func(call.Frame) {}) }
		change(cs, c)
	}, func(*stage) { cs.on(); story(cs) })
}

func newCallStage(st *stage) *callStage {
	return &callStage{
		stage: st, video: calltest.NewPhone(call.Video), voice: calltest.NewPhone(call.Voice),
		papers: &fakePapers{}, scanner: &fakeScanner{},
	}
}

// on says who is there.
func (st *callStage) on(change ...func(*wire.Service)) {
	now := time.Now().UTC()
	one := wire.Service{
		ID: "jeunesse", Names: map[string]string{"fr": "Le service jeunesse"}, Hours: "Mo-Fr 08:00-18:00",
		Langs: []string{"fr"}, Phone: "+33492000010", Sign: "https://signes.example/salle",
		Open: true, Agents: 2,
		Windows: []wire.Window{
			{From: now.Add(-2 * time.Hour), To: now.Add(-time.Hour)},
			{From: now.Add(50 * time.Hour), To: now.Add(52 * time.Hour)},
		},
	}
	for _, f := range change {
		f(&one)
	}
	st.send(ServicesChanged{[]wire.Service{one}})
}

func (st *callStage) keepBack(ctx context.Context, b wire.Back) error {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return ctx.Err()
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.backs = append(st.backs, b)
	return st.backFail
}

// calls dials that way from wherever the story is, and gives the other side.
func (st *callStage) calls(words string, p *calltest.Phone) *calltest.Call {
	st.t.Helper()
	st.press("Parler à quelqu’un")
	st.press(words)
	return p.Await(st.t)
}

// answered is a video call that somebody answered at the first question.
func (st *callStage) answered() *calltest.Call {
	st.t.Helper()
	st.toFirst()
	c := st.calls("En vidéo", st.video)
	c.Answer(agent)
	synctest.Wait()
	st.inCall(agent)
	return c
}

// tells lets the desk say something.
func (st *callStage) tells(c *calltest.Call, d wire.Desk) {
	c.DeskSays(d)
	synctest.Wait()
}

// does lets the other side do something.
func (st *callStage) does(what func()) {
	what()
	synctest.Wait()
}

// inCall checks the words above the call.
func (st *callStage) inCall(title string) *CallView {
	st.t.Helper()
	c := st.view().Call
	if c == nil {
		st.t.Fatalf("no call on\n%s", dump(st.view()))
	}
	if c.Title.S != title {
		st.t.Fatalf("the call says %q, want %q", c.Title.S, title)
	}
	return c
}

// lines checks what a call says, in order.
func (st *callStage) lines(want ...string) {
	st.t.Helper()
	got := mapped(st.view().Call.Lines, func(t Text) string { return spaces(t.S) })
	if !slices.Equal(got, want) {
		st.t.Fatalf("the call says %q, want %q", got, want)
	}
}

// callButtons are all that can be pressed in a call.
func callButtons(v View) []Button {
	if v.Call == nil {
		return nil
	}
	all := mapped(v.Call.Buttons, func(s Switch) Button { return s.Button })
	if v.Call.Talk != nil {
		all = append(all, v.Call.Talk.Ask)
	}
	if v.Call.Keys != nil {
		all = append(append(all, v.Call.Keys.Ask), v.Call.Keys.Keys...)
	}
	return all
}

func (st *callStage) pressCall(words string) {
	st.t.Helper()
	for _, b := range callButtons(st.view()) {
		if spaces(b.Text.S) == words {
			st.send(b.Do)
			return
		}
	}
	st.t.Fatalf("no button %q in the call, but %v", words, mapped(callButtons(st.view()), func(b Button) string { return b.Text.S }))
}

// overlay checks what stands above the page; "" is nothing.
func (st *callStage) overlay(kind OverlayKind, title string) {
	st.t.Helper()
	o := st.view().Overlay
	switch {
	case o == nil && kind == "":
	case o == nil, o.Kind != kind, spaces(o.Title.S) != title:
		st.t.Fatalf("want %s %q on\n%s", kind, title, dump(st.view()))
	}
}

// toDesk are the messages of a type that the kiosk told.
func toDesk(c *calltest.Call, what wire.DeskType) []wire.Desk {
	return slices.DeleteFunc(c.ToDesk(), func(d wire.Desk) bool { return d.Type != what })
}

// lastToDesk is the last of them, or nothing.
func lastToDesk(c *calltest.Call, what wire.DeskType) wire.Desk {
	all := toDesk(c, what)
	if len(all) == 0 {
		return wire.Desk{}
	}
	return all[len(all)-1]
}

// answer checks what a desk was answered.
func (st *callStage) answer(c *calltest.Call, id string, yes bool, why string) {
	st.t.Helper()
	d := lastToDesk(c, wire.DeskAnswer)
	if d.ID != id || d.Yes != yes || d.Why != why {
		st.t.Fatalf("the desk was answered %+v, want %s %v %q", d, id, yes, why)
	}
}

// logged checks that lines with these words came in that order.
func (st *callStage) logged(want ...string) {
	st.t.Helper()
	rest := st.log.String()
	for _, w := range want {
		_, after, ok := strings.Cut(rest, w)
		if !ok {
			st.t.Fatalf("%q is not in the log, or not after the others:\n%s", w, st.log.String())
		}
		rest = after
	}
}

// fakePapers makes a paper of two pages of anything but "bad".
type fakePapers struct{}

func (*fakePapers) List(p Procedure, _ forms.Lang) []wire.Paper {
	if p == nil {
		return nil
	}
	return []wire.Paper{{ID: "notification", Title: "Notification"}}
}

func (*fakePapers) Fill(_ context.Context, _ Procedure, _ forms.Lang, id string, values map[string]string) (Paper, error) {
	time.Sleep(time.Second)
	switch id {
	case "bad":
		return Paper{}, errors.New("no such template " + values["nom"])
	case "panic":
		panic(values["nom"])
	case "empty":
		return Paper{}, nil
	case "locked":
		return Paper{}, fmt.Errorf("a letter: %w", PaperLocked)
	case "long":
		return Paper{Pages: make([][]byte, maxPages+1)}, nil
	}
	return paperOf(fmt.Sprint(values)), nil
}

func (*fakePapers) Read(_ context.Context, pdf []byte) (Paper, error) {
	return paperOf(string(pdf)), nil
}

func paperOf(text string) Paper {
	return Paper{
		Title: "Notification", Pages: [][]byte{[]byte("page 1 " + text), []byte("page 2")},
		Document: printer.Document{Name: "desk", Blocks: []printer.Block{printer.Text{S: text}}},
	}
}

// fakeScanner sees another picture each time.
type fakeScanner struct {
	mu    sync.Mutex
	n     int
	fails bool
}

func (f *fakeScanner) Still(context.Context) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n++; f.fails {
		return nil, errors.New("no camera")
	}
	return fmt.Appendf(nil, "%s %d", secretly, f.n), nil
}

func (f *fakeScanner) fail(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails = on
}

// pictures are what is shown on an overlay.
func pictures(v View) []string {
	var all []string
	if v.Overlay != nil {
		for _, b := range v.Overlay.Blocks {
			if p, ok := b.(Picture); ok {
				all = append(all, string(p.Image))
			}
		}
	}
	return all
}
