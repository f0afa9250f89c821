package session

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// typesInCall reports the line as the screen does after each key.
func (st *callStage) typesInCall(lines ...string) {
	for _, line := range lines {
		st.send(Typed{st.view().Call.Page, input(forms.Value, line)})
	}
}

// conversation is the live text as it reads.
func conversation(v View) string {
	var b strings.Builder
	for _, l := range v.Call.Talk.Lines {
		b.WriteString(l.Who.S + ": " + l.Text.S + "\n")
	}
	return b.String()
}

// Letters pass both ways as they are typed, and are taken back as they are.
func TestLiveText(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Écrire")
		st.typesInCall("B", "Bo", "Bon", "Bom", "Bo", "Bonj")
		if got, want := c.Typed(), "Bon\bm\bnj"; got != want {
			t.Errorf("sent %q, want %q", got, want)
		}
		st.does(func() { c.Types("Bonjour\b\b\bté") })
		if got := conversation(st.view()); got != "Vous: Bonj\nCamille: Bonjté\n" {
			t.Errorf("reads %q", got)
		}
		st.send(Answered{st.view().Call.Page, input(forms.Value, "Bonjour")})
		st.does(func() { c.Types("\u2028\b!\u2028Oui\x07") })
		st.typesInCall("Été")
		if got := conversation(st.view()); got != "Vous: Bonjour\nCamille: Bonjté!\nCamille: Oui\nVous: Été\n" {
			t.Errorf("reads %q", got)
		}
		if got := c.Typed(); got != "Bon\bm\bnjour\u2028Été" {
			t.Errorf("sent %q", got)
		}
		if talk := st.view().Call.Talk; talk.Draft.S != "Été" || !talk.Open {
			t.Errorf("the field holds %q", talk.Draft.S)
		}
		st.at(Question, "Comment s’appelle")
		st.reads("Nom de famille []")
	})
}

// What one wrote stays his when another comes, who begins a line of his own.
func TestWhoWroteIt(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.does(func() { c.Types("Je vous passe Domin") })
		st.does(func() { c.Wait(call.Queue{Place: 1}) })
		st.does(func() { c.Say(call.Event{State: call.Early, Agent: "Dominique, service scolaire"}) })
		st.does(func() { c.Answer("Dominique, service scolaire") })
		st.does(func() { c.Types("Bonjour") })
		if got := conversation(st.view()); got != "Camille: Je vous passe Domin\nDominique: Bonjour\n" {
			t.Errorf("reads %q", got)
		}
	})
}

// What was begun for one who passed the call on is his: whoever comes after him reads
// a line from its first letter.
func TestALineThatWasBegunForAnother(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Écrire")
		st.typesInCall("Je v", "Je vo")
		before := c.Typed()
		st.does(func() { c.Say(call.Event{State: call.Early, Agent: "Dominique, service scolaire"}) })
		st.does(func() { c.Answer("Dominique, service scolaire") })
		st.typesInCall("Je vous")
		if got := strings.TrimPrefix(c.Typed(), before); got != "Je vous" {
			t.Errorf("Dominique reads %q", got)
		}
		if got := conversation(st.view()); got != "Vous: Je vo\nVous: Je vous\n" {
			t.Errorf("reads %q", got)
		}
	})
}

// A text without end does not fill the memory.
func TestLiveTextIsBounded(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.does(func() { c.Types(strings.Repeat("a", 3*maxLetters)); c.Types(strings.Repeat("\u2028b", 3*maxLines)) })
		st.does(func() { c.Types(strings.Repeat("\b", 9)) })
		if lines := st.view().Call.Talk.Lines; len(lines) > maxLines || len(lines[0].Text.S) > maxLetters {
			t.Errorf("%d lines, the first of %d letters", len(lines), len(lines[0].Text.S))
		}
		st.typesInCall(strings.Repeat("x", 5*maxLetters))
		if n := len(c.Typed()); n != maxLetters {
			t.Errorf("sent %d letters", n)
		}
	})
}

// Who speaks is seen.
func TestWhoSpeaksIsSeen(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskSpeaks, Yes: true})
		if !st.view().Call.Speaks {
			t.Error("nobody seems to speak")
		}
		st.tells(c, wire.Desk{Type: wire.DeskSpeaks})
		if st.view().Call.Speaks {
			t.Error("he speaks for ever")
		}
	})
}

// What a field says is what the other side reads, whatever was typed, pasted or
// taken back; and whatever comes from there is some lines of letters.
func FuzzLiveText(f *testing.F) {
	for _, seed := range [][2]string{
		{"Bon", "Bom"}, {"", "é"}, {"a\b\u2028b", "a"}, {"\u2028\u2028", "\x00\ufeff"}, {"été", "ete\u0301"}, {"\xff", "x"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		var here, there liveText
		for _, typed := range []string{first, second} {
			there.hear(here.of(true).put(letters(typed)))
			want, got := string(here.of(true).letters), string(there.of(false).letters)
			if want != got {
				t.Errorf("typed %q, read %q", want, got)
			}
		}
		var wild liveText
		wild.hear(first)
		wild.hear(second)
		for _, l := range wild.lines {
			if len(l.letters) > maxLetters || strings.ContainsAny(string(l.letters), "\x00\b\n\u2028") {
				t.Errorf("a line of %q", string(l.letters))
			}
		}
		if len(wild.lines) > maxLines {
			t.Errorf("%d lines", len(wild.lines))
		}
	})
}
