package modem

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"guichet/drivers/serial"
)

// Config is a modem.
type Config struct {
	// Port is its AT port. Baud may be 0: 115,200, of no matter on USB.
	Port serial.Config
	// Profile is its model, see [Get].
	Profile Profile
}

var (
	// ErrTimeout: the modem did not answer in time. What it did is not known.
	ErrTimeout = errors.New("modem: no answer")
	// ErrGone: it was unplugged. Open another one.
	ErrGone = errors.New("modem: gone")
	// ErrNumber cannot be dialled.
	ErrNumber = errors.New("modem: not a number")
)

// patience is for the answer to one command. The standard names none but for
// some; makers say 0.3 to 5 s, and some minutes for what needs the network,
// which is not asked here.
const patience = 10 * time.Second

// Modem is an open modem. Its methods may be called from many goroutines; one
// command at a time goes out.
type Modem struct {
	profile Profile
	port    serial.Port
	lines   chan string

	changed chan struct{}
	mu      sync.Mutex
	result  string // how the last call ended

	turn  chan struct{} // held by the command under way
	dirty bool          // an answer may still come; of who has the turn

	ctx  context.Context
	stop context.CancelFunc
	done chan struct{} // nobody reads any more
}

// Open opens the port and sets the modem up. The error wraps [ErrGone],
// [ErrTimeout], or is an [*Error].
func Open(ctx context.Context, c Config) (*Modem, error) {
	if c.Port.Baud == 0 {
		c.Port.Baud = 115200
	}
	port, err := serial.Open(c.Port)
	if err != nil {
		return nil, lost(err)
	}
	m := &Modem{
		profile: c.Profile, port: port, lines: make(chan string, waiting), changed: make(chan struct{}, 1),
		turn: make(chan struct{}, 1), dirty: true, done: make(chan struct{}),
	}
	m.ctx, m.stop = context.WithCancel(context.Background())
	go m.read()
	for _, command := range append([]string{"ATE0", "AT+CMEE=1"}, c.Profile.Init...) {
		if _, err := m.ask(ctx, command, ""); err != nil {
			m.Close()
			return nil, err
		}
	}
	return m, nil
}

// lost is err of the port.
func lost(err error) error {
	switch {
	case errors.Is(err, serial.ErrTimeout):
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	case errors.Is(err, serial.ErrGone), errors.Is(err, serial.ErrClosed):
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return fmt.Errorf("modem: %w", err)
}

// waiting is how many lines may wait for who asks.
const waiting = 1024

// read gives lines until the port is gone. Where too many wait the oldest is
// dropped: it is chatter, for an answer comes last, and nobody else reads it.
func (m *Modem) read() {
	defer close(m.done)
	var s splitter
	buf := make([]byte, 512)
	for {
		n, err := m.port.Read(m.ctx, buf)
		if err != nil && !errors.Is(err, serial.ErrTimeout) {
			return
		}
		for _, line := range s.add(buf[:n]) {
			m.note(line)
			m.put(line)
		}
	}
}

func (m *Modem) put(line string) {
	for {
		select {
		case m.lines <- line:
			return
		default:
		}
		select {
		case <-m.lines:
		default:
		}
	}
}

// note keeps what comes by itself.
func (m *Modem) note(line string) {
	if ending(line) {
		m.mu.Lock()
		m.result = line
		m.mu.Unlock()
	}
	select {
	case m.changed <- struct{}{}:
	default:
	}
}

// Changed is a hint that something came: ask for the calls.
func (m *Modem) Changed() <-chan struct{} { return m.changed }

// Gone is closed when the modem does not answer any more for ever.
func (m *Modem) Gone() <-chan struct{} { return m.done }

// Result is how the last call ended, in words of V.250: "BUSY", "NO ANSWER", "NO
// CARRIER"; "" where the modem did not say.
func (m *Modem) Result() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.result
}

// Close lets go of the port. A call goes on: hang up before.
func (m *Modem) Close() error {
	m.stop()
	err := m.port.Close()
	<-m.done
	return err
}

// ask sends a command and gives the lines of its answer that begin with prefix.
func (m *Modem) ask(ctx context.Context, command, prefix string) ([]string, error) {
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-m.done:
		return nil, ErrGone
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if m.dirty {
		if err := m.settle(ctx); err != nil {
			return nil, err
		}
	}
	return m.exchange(ctx, command, prefix)
}

// settle waits for the answer to a command that was given up, so that it is not
// taken for that of the next one: it asks for an OK until one comes at once.
func (m *Modem) settle(ctx context.Context) error {
	for {
		short, cancel := context.WithTimeout(ctx, time.Second)
		_, err := m.exchange(short, "AT", "")
		cancel()
		if err == nil && m.quiet() {
			m.dirty = false
			return nil
		}
		if errors.Is(err, ErrGone) || ctx.Err() != nil {
			return err
		}
	}
}

// quiet tells whether no answer comes for a moment.
func (m *Modem) quiet() bool {
	timer := time.NewTimer(100 * time.Millisecond)
	defer timer.Stop()
	for {
		select {
		case line := <-m.lines:
			if is, _ := final(line, ""); is {
				return false
			}
		case <-timer.C:
			return true
		}
	}
}

func (m *Modem) exchange(ctx context.Context, command, prefix string) ([]string, error) {
	m.forget()
	if _, err := m.port.Write(ctx, []byte(command+"\r")); err != nil {
		m.dirty = true
		return nil, lost(err)
	}
	var found []string
	for {
		select {
		case line := <-m.lines:
			if is, err := m.final(line, command); is {
				return found, err
			}
			if prefix != "" && strings.HasPrefix(line, prefix) {
				found = append(found, line)
			}
		case <-ctx.Done():
			m.dirty = true
			return nil, fmt.Errorf("%w: %s", ErrTimeout, verb(command))
		case <-m.done:
			return nil, ErrGone
		}
	}
}

// final is that of ATD also where the call ended before it was OK.
func (m *Modem) final(line, command string) (bool, error) {
	if verb(command) == "ATD" && ending(line) {
		return true, &Error{"ATD", line, -1}
	}
	return final(line, verb(command))
}

// forget drops lines that came by themselves.
func (m *Modem) forget() {
	for {
		select {
		case <-m.lines:
		default:
			return
		}
	}
}

// verb is a command without what a person said by it.
func verb(command string) string {
	if strings.HasPrefix(command, "ATD") {
		return "ATD"
	}
	name, _, _ := strings.Cut(command, "=")
	return name
}
