package printersim

import (
	"os"
	"sync"
	"time"
)

// Sim is a simulated printer. Make it with New, end it with Close.
type Sim struct {
	opts    Options
	own     *ownDir // nil where Options.Dir said which
	calls   chan func(*machine)
	input   chan []byte
	changed chan struct{} // one place: changes that were not shown yet are one
	quit    chan struct{} // closed by Close
	stopped chan struct{} // closed when run no longer owns m
	m       *machine
	ended   sync.WaitGroup
	closing sync.Once

	mu       sync.Mutex // guards m once run has stopped
	hook     sync.Mutex // guards onChange
	onChange func()
}

// New builds a printer, switched on, with paper, plugged in.
func New(opts Options) (*Sim, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	s := &Sim{
		opts: opts, calls: make(chan func(*machine)), input: make(chan []byte),
		changed: make(chan struct{}, 1), quit: make(chan struct{}), stopped: make(chan struct{}),
	}
	if opts.Dir == "" {
		own, err := makeDir(os.TempDir())
		if err != nil {
			return nil, err
		}
		s.own, s.opts.Dir = own, own.path
	}
	s.m = newMachine(s.opts)
	s.ended.Add(2)
	go s.run(s.m)
	go s.notify()
	if err := s.Plug(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Path is the device to open. It stays the same when the printer is unplugged
// and plugged in again; in between there is nothing there.
func (s *Sim) Path() string { return s.opts.path() }

// Close unplugs the printer and ends it. What it printed can still be read.
func (s *Sim) Close() error {
	s.closing.Do(func() {
		s.Unplug()
		close(s.quit)
		s.ended.Wait()
		if s.own != nil {
			s.own.remove()
		}
	})
	return nil
}

// OnChange has f called after the printer or its paper changed, from a
// goroutine of the printer, never twice at a time; several changes may be one
// call. f may call every method but Close.
func (s *Sim) OnChange(f func()) {
	s.hook.Lock()
	defer s.hook.Unlock()
	s.onChange = f
}

func (s *Sim) notify() {
	defer s.ended.Done()
	for {
		select {
		case <-s.quit:
			return
		case <-s.changed:
		}
		s.hook.Lock()
		f := s.onChange
		s.hook.Unlock()
		if f != nil {
			f()
		}
	}
}

// run owns the machine.
func (s *Sim) run(m *machine) {
	defer s.ended.Done()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		input := s.input
		if !m.willing() {
			input = nil // the bytes stay on the line
		}
		select {
		case <-s.quit:
			close(s.stopped)
			return
		case f := <-s.calls:
			f(m)
		case p := <-input:
			m.receive(p)
		case <-timer.C:
		}
		if rest, busy := m.work(time.Now()); busy {
			timer.Reset(rest)
		}
		s.announce(m)
	}
}

func (s *Sim) announce(m *machine) {
	if !m.changed {
		return
	}
	m.changed = false
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// do runs f on the goroutine that owns the machine and waits for it. After
// Close nobody owns it, and one caller at a time may look at it.
func (s *Sim) do(f func(*machine)) {
	done := make(chan struct{})
	call := func(m *machine) {
		defer close(done)
		f(m)
	}
	select {
	case s.calls <- call:
		<-done
	case <-s.stopped:
		s.mu.Lock()
		defer s.mu.Unlock()
		f(s.m)
	}
}
