package modem_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/modem"
	"guichet/drivers/modem/modemsim"
	"guichet/drivers/serial"
)

const town = "+33465710000"

func start(t *testing.T) *modemsim.Modem {
	t.Helper()
	sim, err := modemsim.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Unplug)
	return sim
}

func open(t *testing.T, sim *modemsim.Modem, backend string) *modem.Modem {
	t.Helper()
	p, err := modem.Get("quectel-ec25")
	if err != nil {
		t.Fatal(err)
	}
	m, err := modem.Open(t.Context(), modem.Config{Port: serial.Config{Path: sim.Path, Backend: backend}, Profile: p})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// until asks for the calls until the first is in that state.
func until(t *testing.T, m *modem.Modem, want modem.CallState) {
	t.Helper()
	for range 20 {
		calls, err := m.Calls(t.Context())
		if err != nil || len(calls) != 1 {
			t.Fatalf("%v, %v", calls, err)
		}
		if calls[0].State == want {
			return
		}
	}
	t.Fatalf("no call comes to state %d", want)
}

func TestACallFromDialToHangup(t *testing.T) {
	for _, backend := range []string{serial.Bugst, serial.Tarm} {
		t.Run(backend, func(t *testing.T) {
			sim := start(t)
			sim.Chatter(true)
			m := open(t, sim, backend)
			if err := m.Dial(t.Context(), town); err != nil {
				t.Fatal(err)
			}
			until(t, m, modem.Dialing)
			until(t, m, modem.Alerting)
			until(t, m, modem.Active)
			if err := m.Keys(t.Context(), "12#a"); err != nil || sim.Keys() != "12#A" {
				t.Errorf("%v, %q", err, sim.Keys())
			}
			if err := m.Hold(t.Context()); err != nil || !sim.Held() {
				t.Errorf("hold: %v", err)
			}
			until(t, m, modem.Held)
			if err := m.Hangup(t.Context()); err != nil || sim.InCall() {
				t.Errorf("hang up: %v", err)
			}
			sent := sim.Commands()
			for _, c := range []string{"ATD" + town + ";", "AT+QPCMV=1,2", "AT+QPCMV=0", "AT+CHUP"} {
				if !slices.Contains(sent, c) {
					t.Errorf("%s was not sent: %q", c, sent)
				}
			}
		})
	}
}

func TestStatusKnowsWhetherACallCanBeMade(t *testing.T) {
	for _, c := range []struct {
		name string
		net  modemsim.Network
		can  bool
	}{
		{"VoLTE", modemsim.Network{SIM: "READY", Circuit: 0, Packet: 1, IMS: 1, RSRP: 50, RSSI: 99}, true},
		{"LTE without IMS, and no 2G or 3G", modemsim.Network{SIM: "READY", Circuit: 0, Packet: 1, IMS: 0, RSRP: 50}, false},
		{"3G", modemsim.Network{SIM: "READY", Circuit: 5, Packet: 0, IMS: 0, RSSI: 20, RSRP: 255}, true},
		{"nothing", modemsim.Network{SIM: "READY", Circuit: 2, Packet: 3, IMS: 0, RSSI: 99, RSRP: 255}, false},
		{"PIN", modemsim.Network{SIM: "SIM PIN", Circuit: 1, Packet: 1, IMS: 1}, false},
		{"no SIM", modemsim.Network{Circuit: 1, Packet: 1, IMS: 1}, false},
	} {
		sim := start(t)
		sim.Join(c.net)
		m := open(t, sim, "")
		s, err := m.Status(t.Context())
		if err != nil || s.CanCall() != c.can || s.SIM != c.net.SIM {
			t.Errorf("%s: %+v, %v", c.name, s, err)
		}
		if want := map[string]int{"VoLTE": -91, "3G": -73}[c.name]; want != 0 && s.Signal != want {
			t.Errorf("%s: %d dBm, want %d", c.name, s.Signal, want)
		}
	}
}

// What the modem says by itself meanwhile is no answer.
func TestStatusAmongOtherLines(t *testing.T) {
	sim := start(t)
	sim.Chatter(true)
	m := open(t, sim, "")
	s, err := m.Status(t.Context())
	if err != nil || s.Circuit != modem.Home || s.Packet != modem.Home || !s.CanCall() {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestHowACallEnds(t *testing.T) {
	for way, want := range map[modemsim.Way]string{modemsim.Busy: "BUSY", modemsim.NoAnswer: "NO ANSWER", modemsim.Refused: "NO CARRIER"} {
		sim := start(t)
		sim.Callee(func(string) modemsim.Way { return way })
		m := open(t, sim, "")
		if err := m.Dial(t.Context(), town); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			if calls, err := m.Calls(t.Context()); err != nil || len(calls) == 0 {
				break
			}
		}
		if m.Result() != want {
			t.Errorf("%q, want %q", m.Result(), want)
		}
	}
}

func TestARefusedCommandSaysItsCodeAndNoNumber(t *testing.T) {
	sim := start(t)
	m := open(t, sim, "")
	sim.Refuse("ATD", "+CME ERROR: 30")
	err := m.Dial(t.Context(), town)
	var refused *modem.Error
	if !errors.As(err, &refused) || refused.Code != 30 || strings.Contains(err.Error(), town) {
		t.Errorf("%v", err)
	}
	for _, number := range []string{"", "12;AT", "0465 71", "+", "sip:a@b"} {
		if err := m.Dial(t.Context(), number); !errors.Is(err, modem.ErrNumber) {
			t.Errorf("%q: %v", number, err)
		}
	}
	if err := m.Keys(t.Context(), "1x"); !errors.Is(err, modem.ErrNumber) || sim.Keys() != "" {
		t.Errorf("%v", err)
	}
}

// The answer that comes too late must not be taken for that of the next command.
func TestALateAnswerIsNotThatOfTheNextCommand(t *testing.T) {
	sim := start(t)
	generic, err := modem.Get("")
	if err != nil {
		t.Fatal(err)
	}
	m, err := modem.Open(t.Context(), modem.Config{Port: serial.Config{Path: sim.Path}, Profile: generic})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	sim.Late(600 * time.Millisecond)
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := m.Status(short); !errors.Is(err, modem.ErrTimeout) {
		t.Fatalf("%v", err)
	}
	sim.Late(0)
	sim.Refuse("ATD", "BUSY")
	err = m.Dial(t.Context(), town)
	var refused *modem.Error
	if !errors.As(err, &refused) || refused.Kind != "BUSY" {
		t.Errorf("the OK of another command was taken: %v", err)
	}
}

func TestASilentModemIsATimeout(t *testing.T) {
	sim := start(t)
	m := open(t, sim, "")
	sim.Silent(true)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := m.Calls(ctx); !errors.Is(err, modem.ErrTimeout) {
		t.Errorf("%v", err)
	}
	sim.Silent(false)
	if _, err := m.Calls(t.Context()); err != nil {
		t.Errorf("it speaks again: %v", err)
	}
}

func TestAModemThatIsPulledOutIsGone(t *testing.T) {
	sim := start(t)
	m := open(t, sim, "")
	sim.Silent(true)
	ended := make(chan error, 1)
	go func() { _, err := m.Calls(context.Background()); ended <- err }()
	time.Sleep(20 * time.Millisecond)
	sim.Unplug()
	select {
	case err := <-ended:
		if !errors.Is(err, modem.ErrGone) {
			t.Errorf("%v", err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it does not end")
	}
	<-m.Gone()
	if _, err := modem.Open(t.Context(), modem.Config{Port: serial.Config{Path: sim.Path}}); !errors.Is(err, modem.ErrGone) {
		t.Errorf("opened: %v", err)
	}
}

func TestNoiseOnTheLineChangesNothing(t *testing.T) {
	sim := start(t)
	m := open(t, sim, "")
	for range 100 {
		sim.Noise([]byte("\x00\xff\xfeRING\r\n+CLCC:\r\n"))
	}
	if s, err := m.Status(t.Context()); err != nil || !s.CanCall() {
		t.Errorf("%+v, %v", s, err)
	}
}
