package modem

import (
	"context"
	"regexp"
	"strings"
	"time"
)

// CallState is <stat> of +CLCC (27.007, 7.18).
type CallState int

const (
	Active   CallState = 0
	Held     CallState = 1
	Dialing  CallState = 2
	Alerting CallState = 3
	Incoming CallState = 4
	Waiting  CallState = 5
	// Released is not of the standard: some makers list a call once more.
	Released CallState = 6
)

// Call is one that the modem has.
type Call struct {
	ID       int
	Incoming bool
	State    CallState
	Voice    bool
}

var dialable = regexp.MustCompile(`^\+?[0-9]{2,20}$`)

// Dial begins a voice call and returns when the modem took the number: see
// [Modem.Calls]. number is digits, with + before the country.
func (m *Modem) Dial(ctx context.Context, number string) error {
	if !dialable.MatchString(number) {
		return ErrNumber
	}
	m.mu.Lock()
	m.result = ""
	m.mu.Unlock()
	if err := m.all(ctx, m.profile.Sound.On); err != nil {
		return err
	}
	_, err := m.ask(ctx, "ATD"+number+";", "") // without ";" it is a data call
	return err
}

// Calls are those under way. What is no voice call is left out.
func (m *Modem) Calls(ctx context.Context) ([]Call, error) {
	lines, err := m.ask(ctx, "AT+CLCC", "+CLCC:")
	if err != nil {
		return nil, err
	}
	var calls []Call
	for _, line := range lines {
		if c, ok := parseCall(line); ok {
			calls = append(calls, c)
		}
	}
	return calls, nil
}

// parseCall reads "+CLCC: <id>,<dir>,<stat>,<mode>,<mpty>[,…]"; the number that
// may follow is not read.
func parseCall(line string) (Call, bool) {
	all := fields(line)
	c := Call{ID: number(all, 0, -1), Incoming: number(all, 1, 0) == 1, State: CallState(number(all, 2, -1)), Voice: number(all, 3, -1) == 0}
	return c, c.ID > 0 && c.State >= Active && c.State < Released && c.Voice
}

// Keys sends 0-9 * # A-D, one after the other (+VTS, 27.007, annex C.2.11).
func (m *Modem) Keys(ctx context.Context, keys string) error {
	for _, k := range strings.ToUpper(keys) {
		if !strings.ContainsRune("0123456789*#ABCD", k) {
			return ErrNumber
		}
	}
	for _, k := range strings.ToUpper(keys) {
		if _, err := m.ask(ctx, "AT+VTS="+string(k), ""); err != nil {
			return err
		}
	}
	return nil
}

// Hold puts the call on hold, and takes it back (+CHLD=2, 27.007, 7.13): the
// modem only knows how to change over.
func (m *Modem) Hold(ctx context.Context) error {
	_, err := m.ask(ctx, "AT+CHLD=2", "")
	return err
}

// Hangup ends every call (+CHUP, 27.007, 6.5), and gives the sound back. It is
// done also where ctx ended, within some seconds.
func (m *Modem) Hangup(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, err := m.ask(ctx, m.profile.Hangup, "")
	if off := m.all(ctx, m.profile.Sound.Off); err == nil {
		err = off
	}
	return err
}

func (m *Modem) all(ctx context.Context, commands []string) error {
	for _, c := range commands {
		if _, err := m.ask(ctx, c, ""); err != nil {
			return err
		}
	}
	return nil
}
