package rtccall

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

func TestTextBothWays(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	var mu sync.Mutex
	var heard string
	c.Heard(func(s string) { mu.Lock(); heard += s; mu.Unlock() })
	c.Send("Bonjout\br, é\u2028😀\x00\x1b")
	waitFor(t, "what was typed", func() bool { return p.text(wire.ChannelText) == "Bonjout\br, é\u2028😀" })
	text := p.channel(wire.ChannelText)
	text.SendText("\uFEFFOui\r\nmais\x07\b")
	waitFor(t, "what the desk typed", func() bool { mu.Lock(); defer mu.Unlock(); return heard == "Oui\u2028mais\b" })
	begun := time.Now()
	for range 30 {
		text.SendText(strings.Repeat("x", 100)) // nobody types like that
	}
	text.SendText(".")
	waitFor(t, "the flood", func() bool { mu.Lock(); defer mu.Unlock(); return len(heard) >= 900 })
	time.Sleep(200 * time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	if most := (10 + time.Since(begun).Seconds()) * heardCPS; float64(len(heard)) > most+20 {
		t.Errorf("%d bytes of a flood came through, not %.0f", len(heard), most)
	}
}

func TestFilesBothWays(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	data := make([]byte, 3<<20)
	rand.Read(data)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := c.Desk().Give(ctx, wire.NewFile("still", "image/jpeg", data)); err != nil {
		t.Fatal(err)
	}
	var got wire.File
	waitFor(t, "the file", func() bool { got = p.file(); return got.ID != "" })
	if !bytes.Equal(got.Data, data) {
		t.Error("another file came")
	}
	given := make(chan wire.File, 9)
	c.Desk().Given(func(f wire.File) { given <- f })
	files := p.channel(wire.ChannelFiles)
	p.give(files, wire.NewFile("lie", "application/pdf", []byte("%PDF")), []byte("%FDP")) // not what its head says
	p.give(files, wire.NewFile("paper", "application/pdf", data[:100_000]), nil)
	select {
	case f := <-given:
		if f.ID != "paper" || len(f.Data) != 100_000 {
			t.Errorf("%s, %d bytes", f.ID, len(f.Data))
		}
	case <-ctx.Done():
		t.Fatal("no file came")
	}
}

func TestDeskSays(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	told := make(chan wire.Desk, 2000) // more than come
	c.Desk().Told(func(d wire.Desk) { told <- d })
	desk := p.channel(wire.ChannelDesk)
	for _, garbage := range []string{"", "{", `{"type":"launch"}`, `[]`, strings.Repeat("x", 70_000)} {
		desk.SendText(garbage)
	}
	desk.SendText(`{"type":"point","field":"nom"}`)
	select {
	case d := <-told:
		if d.Type != wire.DeskPoint || d.Field != "nom" {
			t.Errorf("%+v", d)
		}
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	begun := time.Now()
	for range 1000 {
		desk.SendText(`{"type":"point"}`)
	}
	desk.SendText(`{"type":"point","field":"last"}`)
	waitFor(t, "the flood", func() bool { return len(told) > 100 })
	time.Sleep(300 * time.Millisecond)
	if n, most := len(told), (10+time.Since(begun).Seconds())*deskMessages; float64(n) > most+10 {
		t.Errorf("%d of a flood came through, not %.0f", n, most)
	}
}

func TestSpeaksAndHold(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	p.channel(wire.ChannelDesk).SendText(`{"type":"speaks","yes":true}`)
	event(t, c, func(e call.Event) bool { return e.Speaks })
	p.channel(wire.ChannelDesk).SendText(`{"type":"speaks"}`)
	event(t, c, func(e call.Event) bool { return !e.Speaks })
	h.say(wire.Message{Type: wire.Hold, Call: h.call, On: true})
	event(t, c, func(e call.Event) bool { return e.Held })
	h.say(wire.Message{Type: wire.Hold, Call: h.call})
	event(t, c, func(e call.Event) bool { return !e.Held })
	c.Hold(true)
	c.Hold(false)
	waitFor(t, "hold", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return slices.Equal(p.holds, []bool{true, false})
	})
}

// A page that is loaded anew is told again what the citizen shows; another agent
// is not.
func TestAnotherAgentSeesNothing(t *testing.T) {
	var d desk
	d.init(nil)
	d.Tell(wire.Desk{Type: wire.DeskHello})
	d.Tell(wire.Desk{Type: wire.DeskPage, Page: &wire.Page{Title: "Votre adresse"}})
	if len(d.kept) != 2 {
		t.Fatalf("kept %+v", d.kept)
	}
	d.forgetPage()
	if len(d.kept) != 1 || d.kept[0].Type != wire.DeskHello {
		t.Errorf("the next agent is told %+v", d.kept)
	}
}

// What a citizen wrote or gave for one agent, and what did not get through to him, is
// not for the next one.
func TestWhatWasMeantForAnother(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	s := c.(*sight)
	p.channel(wire.ChannelText)
	h.mu.Lock()
	h.deaf = true
	h.mu.Unlock()
	p.mu.Lock()
	p.pc.Close()
	p.got, p.channels = newGot(), newChannels()
	p.mu.Unlock()
	waitFor(t, "the end of his line", func() bool {
		s.text.mu.Lock()
		defer s.text.mu.Unlock()
		return s.text.channel != nil && s.text.channel.ReadyState() != webrtc.DataChannelStateOpen
	})
	c.Send("pour Camille")
	given := make(chan error, 1)
	go func() {
		given <- c.Desk().Give(t.Context(), wire.NewFile("still", "image/jpeg", []byte("pour Camille")))
	}()
	waitFor(t, "a picture on its way", func() bool { return len(s.desk.giving) == 1 })
	h.mu.Lock()
	h.deaf = false
	h.mu.Unlock()
	h.say(wire.Message{Type: wire.Taken, Call: h.call, Agent: "Dominique, service scolaire"})
	event(t, c, func(e call.Event) bool { return e.State == call.Confirmed && strings.HasPrefix(e.Agent, "Dominique") })
	p.channel(wire.ChannelText)
	c.Send("Bonjour")
	waitFor(t, "what Dominique reads", func() bool { return strings.HasSuffix(p.text(wire.ChannelText), "Bonjour") })
	if got := p.text(wire.ChannelText); got != "Bonjour" {
		t.Errorf("Dominique reads %q", got)
	}
	if err := <-given; err == nil || p.file().ID != "" {
		t.Errorf("the picture: %v, Dominique has %q", err, p.file().ID)
	}
}
