package modemsim

import (
	"fmt"
	"strings"
)

// answer is what 27.007 says to a command.
func (m *Modem) answer(command string) []string {
	if number, ok := strings.CutPrefix(command, "ATD"); ok {
		return m.dial(number)
	}
	if key, ok := strings.CutPrefix(command, "AT+VTS="); ok {
		return m.key(key)
	}
	switch command {
	case "ATE0":
		m.echo = false
	case "AT+CPIN?":
		if m.net.SIM == "" {
			return []string{"+CME ERROR: 10"}
		}
		return []string{"+CPIN: " + m.net.SIM, "OK"}
	case "AT+CSQ":
		return []string{fmt.Sprintf("+CSQ: %d,99", m.net.RSSI), "OK"}
	case "AT+CESQ":
		return []string{fmt.Sprintf("+CESQ: 99,99,255,255,20,%d", m.net.RSRP), "OK"}
	case "AT+CREG?":
		return []string{fmt.Sprintf("+CREG: 0,%d", m.net.Circuit), "OK"}
	case "AT+CEREG?":
		return []string{fmt.Sprintf(`+CEREG: 2,%d,"1A2B","01C3D4E5",7`, m.net.Packet), "OK"}
	case "AT+CIREG?":
		if m.net.IMS < 0 {
			return []string{"ERROR"}
		}
		return []string{fmt.Sprintf("+CIREG: 0,%d", m.net.IMS), "OK"}
	case "AT+CLCC":
		return m.calls()
	case "AT+CHUP", "ATH":
		m.call = nil
	case "AT+CHLD=2":
		return m.hold()
	case "AT", "AT+CMEE=1", "AT+QPCMV=1,2", "AT+QPCMV=0":
	case `AT+QCFG="ims"`:
		return []string{fmt.Sprintf(`+QCFG: "ims",1,%d`, m.net.IMS), "OK"}
	default:
		return []string{"+CME ERROR: 100"}
	}
	return []string{"OK"}
}

func (m *Modem) dial(number string) []string {
	number, voice := strings.CutSuffix(number, ";")
	switch {
	case !voice:
		return []string{"NO CARRIER"} // a data call, to nobody
	case m.call != nil:
		return []string{"ERROR"}
	case m.net.SIM != "READY" || m.net.Circuit != 1 && m.net.IMS != 1:
		return []string{"+CME ERROR: 30"}
	}
	m.call = &call{way: m.callee(number), stat: 2}
	return []string{"OK"}
}

// calls lists the call, and then goes on by a step.
func (m *Modem) calls() []string {
	c := m.call
	if c == nil {
		return []string{"OK"}
	}
	stat := c.stat
	if c.held {
		stat = 1
	}
	lines := []string{fmt.Sprintf(`+CLCC: 1,0,%d,0,0,"+33100000000",145`, stat), "OK"}
	switch {
	case c.stat == 2 && c.way == Refused:
		return append(lines, m.end("NO CARRIER"))
	case c.stat == 2:
		c.stat = 3
	case c.stat == 3 && c.way == Busy:
		return append(lines, m.end("BUSY"))
	case c.stat == 3 && c.way == NoAnswer:
		return append(lines, m.end("NO ANSWER"))
	case c.stat == 3 && c.way == Answers:
		c.stat = 0
	}
	return lines
}

func (m *Modem) end(line string) string {
	m.call = nil
	return line
}

func (m *Modem) key(k string) []string {
	if m.call == nil || m.call.stat != 0 {
		return []string{"+CME ERROR: 3"} // operation not allowed
	}
	m.keys.WriteString(k)
	return []string{"OK"}
}

func (m *Modem) hold() []string {
	if m.call == nil || m.call.stat != 0 {
		return []string{"+CME ERROR: 3"}
	}
	m.call.held = !m.call.held
	return []string{"OK"}
}
