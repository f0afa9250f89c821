package probe

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"time"
)

// Page is what stands on the kiosk's screen: "kiosk -sim -touchmap SOCKET"
// answers each line with one.
type Page struct {
	Page     int       `json:"page"`
	State    string    `json:"state"`
	Controls []Control `json:"controls"`
}

// Control is something to press, in pixels of the screen.
type Control struct {
	Label string `json:"label"`
	X     int    `json:"x"`
	Y     int    `json:"y"`
	W     int    `json:"w"`
	H     int    `json:"h"`
}

// Area is where the control is.
func (c Control) Area() Area { return Area{c.X, c.Y, c.W, c.H} }

// Find is the control with that label, else the first whose label begins with
// it. Capitals do not count: a keyboard changes them.
func (p Page) Find(label string) (Control, bool) {
	low := strings.ToLower(label)
	for _, match := range []func(s, low string) bool{strings.EqualFold, strings.HasPrefix} {
		for _, c := range p.Controls {
			if match(strings.ToLower(c.Label), low) {
				return c, true
			}
		}
	}
	return Control{}, false
}

// TouchMap asks a kiosk what is on its screen.
type TouchMap struct {
	conn  net.Conn
	lines *bufio.Reader
}

// DialTouchMap connects to the socket, which may take its time to appear.
func DialTouchMap(socket string, limit time.Duration) (*TouchMap, error) {
	for end := time.Now().Add(limit); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("unix", socket)
		if err == nil {
			return &TouchMap{conn, bufio.NewReader(conn)}, nil
		}
		if time.Now().After(end) {
			return nil, fmt.Errorf("probe: %w", err)
		}
	}
}

// Close hangs up.
func (m *TouchMap) Close() { m.conn.Close() }

// Page is what is on the screen now.
func (m *TouchMap) Page() (Page, error) {
	var p Page
	if err := m.conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return p, fmt.Errorf("probe: %w", err)
	}
	if _, err := fmt.Fprintln(m.conn, "page"); err != nil {
		return p, fmt.Errorf("probe: %w", err)
	}
	line, err := m.lines.ReadBytes('\n')
	if err != nil {
		return p, fmt.Errorf("probe: %w", err)
	}
	if err := json.Unmarshal(line, &p); err != nil {
		return p, fmt.Errorf("probe: touch map: %w", err)
	}
	return p, nil
}
