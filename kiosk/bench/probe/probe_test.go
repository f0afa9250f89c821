package probe

import (
	"bufio"
	"fmt"
	"net"
	"path/filepath"
	"testing"
	"time"
)

// draw makes a picture of one letter a pixel.
func draw(rows ...string) *Picture {
	colours := map[byte][4]byte{'.': {}, 'g': {0, 40, 0, 0}, 'w': {255, 255, 255, 0}, 'b': {0x91, 0x3D, 0x0B, 0}}
	p := &Picture{w: len(rows[0]), h: len(rows)}
	for _, row := range rows {
		for i := range row {
			c := colours[row[i]]
			p.data = append(p.data, c[:]...)
		}
	}
	return p
}

func TestColourOfAPlace(t *testing.T) {
	if got := draw("..", ".b").At(Point{1, 1}); got != 0x0B3D91 {
		t.Errorf("got %06x, want 0b3d91", got)
	}
	if got := draw("w").At(Point{-1, 5}); got != 0 {
		t.Errorf("outside: got %06x", got)
	}
}

func TestDistinct(t *testing.T) {
	before := draw(
		"..........",
		"..........",
		"..........",
		"..........",
		"..........")
	after := draw(
		"w....ggg..",
		".....ggg..",
		".wwwwggg..",
		".wwww.....",
		".wwww.....")
	anywhere := func(Point) bool { return true }
	at, ok := before.Distinct(after, anywhere)
	if !ok || (at != Point{2, 3} && at != Point{3, 3}) {
		t.Errorf("found %v, %v: want the middle of the white", at, ok)
	}
	if at, ok := before.Distinct(after, func(p Point) bool { return p.X > 4 }); !ok || at != (Point{6, 1}) {
		t.Errorf("found %v, %v: want the middle of the green", at, ok)
	}
	if _, ok := before.Distinct(before, anywhere); ok {
		t.Error("a picture is distinct from itself")
	}
}

func TestFigures(t *testing.T) {
	figures := []float64{5, 1, 4, 2, 3}
	if got := Median(figures); got != 3 {
		t.Errorf("median %v, want 3", got)
	}
	if got := Quantile(figures, 0.95); got != 5 {
		t.Errorf("95 %%: %v, want 5", got)
	}
	if figures[0] != 5 {
		t.Error("the figures were put in another order")
	}
	if Median(nil) != 0 {
		t.Error("the median of nothing")
	}
}

// TestTouchMap answers as the kiosk does.
func TestTouchMap(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "map")
	listen, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listen.Close()
	go answer(listen)
	m, err := DialTouchMap(socket, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for want := 1; want <= 2; want++ {
		p, err := m.Page()
		if err != nil || p.Page != want || p.State != "question" {
			t.Fatalf("got %+v, %v", p, err)
		}
		checkKey(t, p)
	}
}

func checkKey(t *testing.T, p Page) {
	t.Helper()
	c, ok := p.Find("key:e")
	if !ok || c.Area() != (Area{40, 50, 60, 70}) || c.Area().Centre() != (Point{70, 85}) {
		t.Errorf("the key e: %+v, %v", c, ok)
	}
	if c, _ := p.Find("Effacer"); c.ID != "key:back" {
		t.Errorf("found %q, want key:back", c.ID)
	}
	if _, ok := p.Find("key:z"); ok {
		t.Error("there is no z")
	}
}

func answer(listen net.Listener) {
	conn, err := listen.Accept()
	if err != nil {
		return
	}
	for n, lines := 1, bufio.NewScanner(conn); lines.Scan(); n++ {
		fmt.Fprintf(conn, `{"page":%d,"state":"question","controls":[{"id":"key:back","label":"Effacer","x":1,"y":2,"w":3,"h":4},{"id":"key:e","label":"E","x":39.5,"y":49.25,"w":60.75,"h":71}]}`+"\n", n)
	}
}
