package modem

import (
	"context"
	"errors"
	"strings"
)

// Registration is where a modem is at home (27.007, 7.2 and 10.1.22).
type Registration int

const (
	Unregistered Registration = 0
	Home         Registration = 1
	Searching    Registration = 2
	Denied       Registration = 3
	Unknown      Registration = 4
	Roaming      Registration = 5
)

// Registered tells whether the network took it.
func (r Registration) Registered() bool { return r == Home || r == Roaming }

// Status is what a modem says of itself.
type Status struct {
	// SIM is "READY", or what it waits for: "SIM PIN". "" is no SIM.
	SIM string
	// Signal is in dBm: of LTE (RSRP) where the modem tells it, else RSSI. 0 is
	// not known.
	Signal int
	// Circuit is the registration for calls of 2G and 3G (+CREG), Packet that of
	// LTE (+CEREG).
	Circuit, Packet Registration
	// IMS is whether VoLTE can be had (+CIREG); IMSKnown is false where the
	// modem cannot tell.
	IMS, IMSKnown bool
}

// CanCall tells whether a call can be made now: over LTE only with IMS. A modem
// registered with both networks and without IMS falls back to 2G or 3G for the
// call, as long as there is any.
func (s Status) CanCall() bool {
	if s.SIM != "READY" {
		return false
	}
	return s.IMS && s.Packet.Registered() || s.Circuit.Registered() || !s.IMSKnown && s.Packet.Registered()
}

// Status asks for all of it. Only a modem that does not answer is an error.
func (m *Modem) Status(ctx context.Context) (Status, error) {
	var s Status
	for _, q := range []struct {
		command, prefix string
		take            func(all []string)
	}{
		{"AT+CPIN?", "+CPIN:", func(all []string) { s.SIM = all[0] }},
		{"AT+CSQ", "+CSQ:", s.rssi},
		{"AT+CESQ", "+CESQ:", s.rsrp},
		{"AT+CREG?", "+CREG:", func(all []string) { s.Circuit = Registration(number(all, 1, 4)) }},
		{"AT+CEREG?", "+CEREG:", func(all []string) { s.Packet = Registration(number(all, 1, 4)) }},
		{m.profile.IMS.Query, m.profile.IMS.Prefix, func(all []string) { s.ims(all, m.profile.IMS) }},
	} {
		if q.command == "" {
			continue
		}
		lines, err := m.ask(ctx, q.command, q.prefix)
		var refused *Error
		if err != nil && !errors.As(err, &refused) {
			return s, err
		}
		if all := fullest(lines); all != nil {
			q.take(all)
		}
	}
	return s, nil
}

// fullest is the answer among lines that begin alike: what a modem says by itself
// has a field less ("+CREG: 1", and "+CREG: 0,1" is the answer).
func fullest(lines []string) (all []string) {
	for _, line := range lines {
		if f := fields(line); len(f) > len(all) {
			all = f
		}
	}
	return all
}

// rssi is 0 to 31 for -113 to -51 dBm, 99 not known (27.007, 8.5).
func (s *Status) rssi(all []string) {
	if v := number(all, 0, 99); v >= 0 && v <= 31 {
		s.Signal = -113 + 2*v
	}
}

// rsrp is the sixth value, 0 to 97 for -141 to -44 dBm, 255 not known (27.007,
// 8.69).
func (s *Status) rsrp(all []string) {
	if v := number(all, 5, 255); v >= 0 && v <= 97 {
		s.Signal = -141 + v
	}
}

func (s *Status) ims(all []string, how IMS) {
	v := number(all, how.Field, -1)
	if how.Key != "" && !strings.EqualFold(all[0], how.Key) || v < 0 {
		return
	}
	s.IMSKnown, s.IMS = true, v == 1
}
