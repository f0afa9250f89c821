// Package modemsim is a 4G modem at the end of a pseudo-terminal, written from
// 3GPP TS 27.007 and ITU-T V.250, with faults.
//
//	m, err := modemsim.New()
//	… open m.Path as the modem's port …
//	m.RemoteHangup()
//	m.Unplug()
//
// A call goes on one step each time that AT+CLCC asks for it: dialing, alerting,
// and what its number does.
package modemsim

import (
	"slices"
	"strings"
	"sync"
	"time"

	"guichet/drivers/serial/pty"
)

// Way is what becomes of a call.
type Way int

const (
	Answers  Way = iota
	Rings        // for ever
	Busy         // "BUSY"
	NoAnswer     // rings, then "NO ANSWER"
	Refused      // "NO CARRIER" before it rings
)

// Modem is the simulator. Its methods may be called at any time.
type Modem struct {
	Path string // of the AT port

	line *pty.Line
	mu   sync.Mutex
	net  Network
	call *call

	callee   func(number string) Way
	refuse   map[string]string
	commands []string
	keys     strings.Builder
	echo     bool
	silent   bool
	chatter  bool
	late     time.Duration
}

// Network is what the modem is registered with, in the numbers of 27.007.
type Network struct {
	SIM             string // "READY"; "" is no SIM
	Circuit, Packet int    // <stat> of +CREG, +CEREG
	IMS             int    // <reg_info> of +CIREG; -1: ERROR
	RSSI, RSRP      int    // of +CSQ and +CESQ
}

// call is the one under way.
type call struct {
	way  Way
	stat int // of +CLCC
	held bool
}

// New begins a modem that is registered with LTE and IMS, and whose calls are
// answered.
func New() (*Modem, error) {
	line, err := pty.Open()
	if err != nil {
		return nil, err
	}
	m := &Modem{
		Path: line.Path, line: line, echo: true, refuse: map[string]string{},
		net:    Network{SIM: "READY", Circuit: 1, Packet: 1, IMS: 1, RSSI: 20, RSRP: 50},
		callee: func(string) Way { return Answers },
	}
	go m.listen()
	return m, nil
}

// Join sets the network.
func (m *Modem) Join(n Network) { m.do(func() { m.net = n }) }

// Callee says what a number does.
func (m *Modem) Callee(f func(number string) Way) { m.do(func() { m.callee = f }) }

// Refuse answers commands that begin so with this line ("+CME ERROR: 30"); ""
// ends it.
func (m *Modem) Refuse(command, line string) {
	m.do(func() {
		if m.refuse[command] = line; line == "" {
			delete(m.refuse, command)
		}
	})
}

// Silent makes it answer nothing.
func (m *Modem) Silent(on bool) { m.do(func() { m.silent = on }) }

// Late makes it answer so much later.
func (m *Modem) Late(d time.Duration) { m.do(func() { m.late = d }) }

// Chatter puts unsolicited lines between all others.
func (m *Modem) Chatter(on bool) { m.do(func() { m.chatter = on }) }

// Commands are all that came so far.
func (m *Modem) Commands() (all []string) {
	m.do(func() { all = slices.Clone(m.commands) })
	return all
}

// Keys are those that the other side heard.
func (m *Modem) Keys() (keys string) {
	m.do(func() { keys = m.keys.String() })
	return keys
}

// InCall tells whether a call is under way.
func (m *Modem) InCall() (is bool) { m.do(func() { is = m.call != nil }); return is }

// Held tells whether it is on hold.
func (m *Modem) Held() (is bool) { m.do(func() { is = m.call != nil && m.call.held }); return is }

// RemoteHangup is what the other side does.
func (m *Modem) RemoteHangup() {
	m.do(func() {
		if m.call != nil {
			m.call = nil
			m.say("NO CARRIER")
		}
	})
}

// Say sends a line by itself.
func (m *Modem) Say(line string) { m.do(func() { m.say(line) }) }

// Noise sends bytes that are no line.
func (m *Modem) Noise(b []byte) { m.do(func() { m.line.Device.Write(b) }) }

// Unplug pulls it out for ever: another New is another device.
func (m *Modem) Unplug() { m.line.Close() }

func (m *Modem) do(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

// listen takes commands, each ended by CR.
func (m *Modem) listen() {
	buf, part := make([]byte, 256), ""
	for {
		n, err := m.line.Device.Read(buf)
		if err != nil {
			return
		}
		m.do(func() {
			if m.echo && !m.silent {
				m.line.Device.Write(buf[:n])
			}
		})
		part += string(buf[:n])
		for {
			command, rest, found := strings.Cut(part, "\r")
			if !found {
				break
			}
			part = rest
			m.obey(strings.TrimSpace(command))
		}
	}
}

func (m *Modem) obey(command string) {
	m.mu.Lock()
	late := m.late
	m.mu.Unlock()
	time.Sleep(late)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.commands = append(m.commands, command)
	if m.silent || command == "" {
		return
	}
	for begin, line := range m.refuse {
		if strings.HasPrefix(command, begin) {
			m.say(line)
			return
		}
	}
	for _, line := range m.answer(command) {
		if m.chatter {
			m.say("+CREG: 1")
			m.say("^RSSI: 20")
		}
		m.say(line)
	}
}

func (m *Modem) say(line string) { m.line.Device.Write([]byte("\r\n" + line + "\r\n")) }
