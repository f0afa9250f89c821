package session

import (
	"cmp"
	"slices"

	"guichet/forms"
)

// Signs of the live text (RFC 8865, ITU-T T.140).
const (
	takeBack = '\b'
	newLine  = '\u2028'
)

// maxLines and maxLetters bound what is kept of the text: the last lines, and
// letters of one of them.
const (
	maxLines   = 100
	maxLetters = 1000
)

// liveText is what the two have written.
type liveText struct{ lines []*textLine }

// textLine is a line of one of them; open while it may grow.
type textLine struct {
	mine, open bool
	who        string // of one who has left; empty: who is there now
	letters    []rune
}

// of is the line of one of them that grows, a new one if need be.
func (t *liveText) of(mine bool) *textLine {
	for _, l := range t.lines {
		if l.mine == mine && l.open {
			return l
		}
	}
	if len(t.lines) == maxLines {
		clear(t.lines[0].letters)
		t.lines = slices.Delete(t.lines, 0, 1)
	}
	l := &textLine{mine: mine, open: true}
	t.lines = append(t.lines, l)
	return l
}

// hear takes letters of the other side.
func (t *liveText) hear(text string) {
	for _, r := range text {
		switch l := t.of(false); {
		case r == takeBack && len(l.letters) == 0:
			t.reopen(l)
		case r == takeBack:
			l.takeBack()
		case r == newLine, r == '\n':
			l.open = false
		case isLetter(r) && len(l.letters) < maxLetters:
			l.letters = append(l.letters, r)
		}
	}
}

// leave ends the lines of both, and notes who wrote those of the other side: who comes
// after him begins his own, and has read nothing of what was begun for the one before.
func (t *liveText) leave(who string) {
	for _, l := range t.lines {
		l.open = false
		if !l.mine {
			l.who = cmp.Or(l.who, who)
		}
	}
}

// reopen takes back the end of the line before.
func (t *liveText) reopen(empty *textLine) {
	for _, l := range slices.Backward(t.lines) {
		if !l.mine && l != empty {
			l.open, empty.open = true, false
			return
		}
	}
}

func (l *textLine) takeBack() {
	if n := len(l.letters); n > 0 {
		l.letters[n-1] = 0
		l.letters = l.letters[:n-1]
	}
}

// put makes the line what the field says, and returns the signs that do the
// same at the other side.
func (l *textLine) put(now []rune) string {
	same := 0
	for same < len(now) && same < len(l.letters) && now[same] == l.letters[same] {
		same++
	}
	out := slices.Repeat([]rune{takeBack}, len(l.letters)-same)
	clear(l.letters[same:])
	l.letters = append(l.letters[:same], now[same:]...)
	return string(append(out, now[same:]...))
}

func (t *liveText) wipe() {
	for _, l := range t.lines {
		clear(l.letters[:cap(l.letters)])
	}
	t.lines = nil
}

// write sends what was typed since the last key.
func (s *Session) write(in forms.Input) {
	l := s.talk.line
	if l.sight == nil || !s.speaking() {
		return
	}
	l.send(l.text.of(true).put(letters(in[forms.Value])))
}

// endLine is the end of a line.
func (s *Session) endLine(in forms.Input) {
	l := s.talk.line
	if in != nil {
		s.write(in)
	}
	if line := l.text.of(true); l.sight != nil && s.speaking() && len(line.letters) > 0 {
		line.open = false
		l.send(string(newLine))
	}
}

func (l *line) send(text string) {
	if sight := l.sight; text != "" {
		l.out.do(func() { sight.Send(text) })
	}
}

// heard is live text of the other side.
func (s *Session) heard(text string) {
	s.talk.line.text.hear(text)
	s.changed = true
}

// letters are what may be sent of a field.
func letters(typed string) []rune {
	out := slices.DeleteFunc([]rune(typed), func(r rune) bool { return !isLetter(r) })
	return out[:min(len(out), maxLetters)]
}

// isLetter tells whether something is to be read. A byte order mark is not: it
// begins a T.140 session.
func isLetter(r rune) bool { return r >= ' ' && r != 0x7f && r != newLine && r != 0xfeff }

// talking is the live text on the screen.
func (s *Session) talking() *Talking {
	l := s.talk.line
	if l.sight == nil {
		return nil
	}
	key := "session.call.write"
	if l.writing {
		key = "session.call.write_close"
	}
	t := &Talking{Label: s.say("session.call.write_label"), Open: l.writing, Ask: s.button(key, CallWrite{l.page, !l.writing})}
	for _, line := range l.text.lines {
		if len(line.letters) > 0 {
			t.Lines = append(t.Lines, s.talkLine(line))
		}
		if line.mine && line.open {
			t.Draft = given(string(line.letters))
		}
	}
	return t
}

func (s *Session) talkLine(l *textLine) TalkLine {
	who := plain(cmp.Or(l.who, s.who()))
	if l.mine {
		who = s.say("session.call.you")
	}
	return TalkLine{Mine: l.mine, Who: who, Text: Text{S: string(l.letters), Personal: true}}
}
