package session

import (
	"slices"

	"guichet/kiosk/call/wire"
)

// maxFiles is how many files of a desk wait to be asked for.
const maxFiles = 3

// fileLate is the end of the time that a file has to come after the word that
// asks for it: they come by two channels, of which neither waits for the other.
type fileLate struct {
	line uint64
	id   string // of the word
}

func (fileLate) event()       {}
func (e fileLate) of() uint64 { return e.line }

// keep holds a file of the desk until it says what it is for.
func (s *Session) keep(f wire.File) {
	l := s.talk.line
	if len(l.files) == maxFiles {
		l.files = slices.Delete(l.files, 0, 1)
	}
	l.files = append(l.files, f)
	i := slices.IndexFunc(l.early, func(d wire.Desk) bool { return d.File == f.ID })
	if i >= 0 {
		d := l.early[i]
		l.early = slices.Delete(l.early, i, i+1)
		s.makePaper(d)
	}
}

// await keeps a word whose file has not come yet.
func (s *Session) await(d wire.Desk) {
	l := s.talk.line
	if len(l.early) == maxFiles {
		s.answerDesk(d, false, whyBusy)
		return
	}
	l.early = append(l.early, d)
	s.after(s.cfg.SaveTimeout, fileLate{l.number, d.ID})
}

// fileLate gives up a word whose file did not come.
func (s *Session) fileLate(e fileLate) {
	l := s.talk.line
	i := slices.IndexFunc(l.early, func(d wire.Desk) bool { return d.ID == e.id })
	if i >= 0 {
		s.answerDesk(l.early[i], false, whyWrong)
		l.early = slices.Delete(l.early, i, i+1)
	}
}

// file is a file of the desk, taken.
func (l *line) file(id string) (wire.File, bool) {
	i := slices.IndexFunc(l.files, func(f wire.File) bool { return f.ID == id })
	if i < 0 {
		return wire.File{}, false
	}
	f := l.files[i]
	l.files = slices.Delete(l.files, i, i+1)
	return f, true
}
