package probe

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"net"
	"time"
)

// Page is what stands on the kiosk's screen: "kiosk -sim -touchmap SOCKET"
// answers each line with one.
type Page struct {
	Page     int       `json:"page"`
	State    string    `json:"state"`
	Title    string    `json:"title"`   // key of the title
	Overlay  string    `json:"overlay"` // kind of what stands above the page
	Presses  uint64    `json:"presses"` // handled so far
	Controls []Control `json:"controls"`
}

// Control is something to press, in pixels of the screen.
type Control struct {
	ID    string  `json:"id"` // "next", "back", "key:e"
	Label string  `json:"label"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	W     float64 `json:"w"`
	H     float64 `json:"h"`
}

// Area is the whole pixels of the control.
func (c Control) Area() Area {
	x, y := math.Ceil(c.X), math.Ceil(c.Y)
	return Area{int(x), int(y), int(c.X + c.W - x), int(c.Y + c.H - y)}
}

// Find is the control with that id, else the one with that label.
func (p Page) Find(name string) (Control, bool) {
	for _, c := range p.Controls {
		if c.ID == name {
			return c, true
		}
	}
	for _, c := range p.Controls {
		if c.Label == name {
			return c, true
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
