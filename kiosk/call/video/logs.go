package video

import (
	"context"
	"log/slog"

	"github.com/pion/logging"
)

// Logs takes the lines of pion: what it calls errors and warnings goes to log at
// Debug and without its values, which name addresses of people, the rest nowhere.
// To pion a socket that is closed at the end of a call is an error too; what
// became of a call is said by whoever makes it. nil: nothing is said.
func Logs(log *slog.Logger) logging.LoggerFactory {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return scopes{log}
}

type scopes struct{ log *slog.Logger }

// NewLogger implements logging.LoggerFactory.
func (s scopes) NewLogger(name string) logging.LeveledLogger {
	return scope{s.log, name}
}

// scope is one part of pion: "ice", "pc".
type scope struct {
	log  *slog.Logger
	name string
}

// say keeps the words of a line and leaves out what they are about.
func (s scope) say(level, words string) {
	s.log.LogAttrs(context.Background(), slog.LevelDebug, "call_library",
		slog.String("part", s.name), slog.String("level", level), slog.String("says", words))
}

// unsaid stands for a line that was put together by pion: nobody knows what is
// in it.
const unsaid = "?"

func (s scope) Errorf(format string, _ ...any) { s.say("error", format) }
func (s scope) Error(string)                   { s.say("error", unsaid) }
func (s scope) Warnf(format string, _ ...any)  { s.say("warning", format) }
func (s scope) Warn(string)                    { s.say("warning", unsaid) }
func (scope) Info(string)                      {}
func (scope) Infof(string, ...any)             {}
func (scope) Debug(string)                     {}
func (scope) Debugf(string, ...any)            {}
func (scope) Trace(string)                     {}
func (scope) Tracef(string, ...any)            {}
