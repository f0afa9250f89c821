package calltest

import (
	"context"
	"errors"
	"testing"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

func TestThePhoneOfTestsKeepsTheSuite(t *testing.T) {
	Run(t, func(t *testing.T) Bench {
		p := NewPhone(call.Voice)
		p.Script(play)
		return Bench{
			Phone:   p,
			Answers: call.Target{Address: "answers"},
			Rings:   call.Target{Address: "rings"},
			Busy:    call.Target{Address: "busy"},
			HangUp:  func() { p.Await(t).End(call.RemoteBye) },
		}
	})
}

func play(c *Call) {
	c.Ring()
	switch c.Target.Address {
	case "answers":
		c.Answer("Camille")
	case "busy":
		c.Fail(486, call.Busy, 0)
	}
}

func TestACallWithAPicture(t *testing.T) {
	p := NewPhone(call.Video)
	made, err := p.Dial(context.Background(), call.Target{Address: "accueil"})
	if err != nil {
		t.Fatal(err)
	}
	s, ok := made.(call.Sight)
	if !ok {
		t.Fatal("a video call has no sight")
	}
	c := p.Await(t)
	var last call.Frame
	var heard string
	var told wire.Desk
	s.Watch(func(f call.Frame) { last = f })
	s.Heard(func(text string) { heard += text })
	s.Desk().Told(func(d wire.Desk) { told = d })
	c.Show(call.Frame{Width: 1, Height: 1, Pix: make([]byte, 4)})
	c.Types("Bonjour")
	c.DeskSays(wire.Desk{Type: wire.DeskPoint, Field: "nom"})
	if last.Empty() || heard != "Bonjour" || told.Field != "nom" {
		t.Errorf("frame %v, text %q, message %+v", last, heard, told)
	}
	s.Send("Oui")
	s.Desk().Tell(wire.Desk{Type: wire.DeskHello})
	if c.Typed() != "Oui" || len(c.ToDesk()) != 1 {
		t.Errorf("typed %q, told %v", c.Typed(), c.ToDesk())
	}
	c.End(call.RemoteBye)
	if !last.Empty() || c.Watched() {
		t.Error("the last picture stays")
	}
	if err := s.Desk().Give(context.Background(), wire.File{}); err == nil {
		t.Error("a file went into a call that ended")
	}
}

func TestWhatIsDoneIsRecorded(t *testing.T) {
	p := NewPhone(call.Voice)
	p.Unready(call.ErrNoLine)
	if !errors.Is(p.Ready(), call.ErrNoLine) {
		t.Error("it is ready")
	}
	made, _ := p.Dial(context.Background(), call.Target{Address: "x"})
	if _, ok := made.(call.Sight); ok {
		t.Error("a voice call has a picture")
	}
	c := p.Await(t)
	made.Mute(call.Microphone, true)
	made.Hold(true)
	made.Volume(180)
	if err := made.DTMF("12"); err != nil {
		t.Error(err)
	}
	made.Hangup()
	if !c.Muted(call.Microphone) || !c.Held() || c.Loud() != 180 || c.Keys() != "12" || !c.HungUp() {
		t.Errorf("%+v", c)
	}
}
