package printersim_test

import (
	"context"
	"image"
	"os"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/serial"
)

// bench is a printer and a hand at its line that knows no driver.
type bench struct {
	t   *testing.T
	sim *printersim.Sim
	serial.Port
}

func newBench(t *testing.T, change func(*printersim.Options)) *bench {
	t.Helper()
	opts := printersim.Options{Profile: printer.Profile{
		Model: "TEST", Columns: 48, Dots: 576, DPI: 203, Buffer: 4096,
		CodePages: []printer.CodePage{{Name: "cp1252", Number: 71}, {Name: "cp858", Number: 53}},
		Cut:       "gs_v_66", Confirm: "process_id", Clear: "dle_dc4", Flow: "none",
	}}
	if change != nil {
		change(&opts)
	}
	sim, err := printersim.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return &bench{t, sim, open(t, sim, serial.FlowNone)}
}

func open(t *testing.T, sim *printersim.Sim, flow string) serial.Port {
	t.Helper()
	port, err := serial.Open(serial.Config{Path: sim.Path(), Baud: 115200, Flow: flow})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { port.Close() })
	return port
}

func (b *bench) send(s string) {
	b.t.Helper()
	if _, err := b.Write(context.Background(), []byte(s)); err != nil {
		b.t.Fatal(err)
	}
}

// hear reads n bytes.
func (b *bench) hear(n int) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var got []byte
	for len(got) < n {
		buf := make([]byte, n-len(got))
		m, err := b.Read(ctx, buf)
		if err != nil {
			b.t.Fatalf("heard %q, then %v", got, err)
		}
		got = append(got, buf[:m]...)
	}
	return string(got)
}

func (b *bench) want(question, answer string) {
	b.t.Helper()
	b.send(question)
	if got := b.hear(len(answer)); got != answer {
		b.t.Errorf("%q: answer %q, want %q", question, got, answer)
	}
}

// sync waits until all that was sent has been obeyed.
func (b *bench) sync() {
	b.t.Helper()
	b.want("\x1d(H\x06\x0000SYNC", "\x37\x22SYNC\x00")
}

func TestRealTimeStatus(t *testing.T) {
	b := newBench(t, nil)
	steps := []struct {
		name string
		do   func()
		want string // answers to DLE EOT 1 to 4
	}{
		{"ready", func() {}, "\x12\x12\x12\x12"},
		{"near end", b.sim.NearEnd, "\x12\x12\x12\x1e"},
		{"paper out", b.sim.PaperOut, "\x1a\x32\x12\x7e"},
		{"paper", b.sim.LoadPaper, "\x12\x12\x12\x12"},
		{"cover", b.sim.OpenCover, "\x1a\x16\x12\x12"},
		{"closed", b.sim.CloseCover, "\x12\x12\x12\x12"},
	}
	for _, s := range steps {
		s.do()
		for i := range 4 {
			b.want("\x10\x04"+string(rune(i+1)), s.want[i:i+1])
		}
	}
}

// Off-line, nothing that is queued is answered; real-time questions are.
func TestQueuedQuestions(t *testing.T) {
	b := newBench(t, nil)
	b.want("\x1dr\x01", "\x00")
	b.want("\x1dI\x43", "_TEST\x00")
	b.sim.PaperOut()
	b.send("\x1dr\x01")
	b.want("\x10\x04\x01", "\x1a")
	b.sim.LoadPaper()
	if got := b.hear(1); got != "\x00" {
		t.Errorf("GS r after the paper came: %q", got)
	}
}

// ASB is off until GS a, and ESC @ turns it off again.
func TestAutomaticStatus(t *testing.T) {
	b := newBench(t, nil)
	b.sim.NearEnd()
	b.want("\x1da\x0e", "\x10\x00\x03\x0f")
	b.sim.OpenCover()
	if got := b.hear(4); got != "\x38\x00\x03\x0f" {
		t.Errorf("cover opened: %q", got)
	}
	b.sim.CloseCover()
	b.hear(4)
	b.send("\x1b@")
	b.sync()
	b.sim.OpenCover()
	b.want("\x10\x04\x01", "\x1a") // and nothing in front of it
}

func TestClearBuffers(t *testing.T) {
	b := newBench(t, nil)
	b.sim.PaperOut()
	b.send("secret\n")
	b.want("\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", "\x37\x25\x00")
	b.sim.LoadPaper()
	b.send("next\n")
	b.sync()
	if got := b.sim.Text(); got != "next" {
		t.Errorf("the paper says %q", got)
	}
}

// A real-time command is obeyed inside a picture as well.
func TestRealTimeInsideAPicture(t *testing.T) {
	b := newBench(t, nil)
	b.want("\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01", "\x12")
	b.sync()
}

func TestPowerOffLosesTheLine(t *testing.T) {
	b := newBench(t, nil)
	b.send("lost")
	b.sync()
	b.sim.PowerOff()
	b.sim.PowerOn()
	b.send("kept\n")
	b.sync()
	if got := b.sim.Text(); got != "kept" {
		t.Errorf("the paper says %q", got)
	}
}

func TestCharacters(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"cp437 at first", "\x82", "é"},
		{"the model's number of cp1252", "\x1bt\x47\x80\x9c\x92", "€œ’"},
		{"the model's number of cp858", "\x1bt\x35\xd5", "€"},
		{"ESC @ forgets the page", "\x1bt\x47\x1b@\x82", "é"},
		{"ESC R 1 breaks addresses", "\x1bR\x01a@b", "aàb"},
		{"ESC $ leaves white", "a\x1b$\xf0\x00b", "a b"},
		{"tab", "a\tb", "a       b"},
		{"a full line is printed", strings.Repeat("x", 49), strings.Repeat("x", 48) + "\nx"},
		{"double width halves it", "\x1d!\x10" + strings.Repeat("x", 25), strings.Repeat("x", 24) + "\nx"},
	}
	b := newBench(t, nil)
	for _, tt := range tests {
		b.sim.Tear()
		b.send("\x1b@" + tt.in + "\n")
		b.sync()
		if got := b.sim.Text(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A printer for China reads two accents as one ideogram.
func TestKanji(t *testing.T) {
	b := newBench(t, func(o *printersim.Options) { o.Kanji = true })
	b.send("\x1b@\x1bt\x47\xe9\xe9\n\x1c.\xe9\xe9\n")
	b.sync()
	if got := b.sim.Text(); got != "■\néé" {
		t.Errorf("the paper says %q", got)
	}
}

// GS V 0 cuts through the last lines, GS V 66 does not.
func TestCut(t *testing.T) {
	for command, want := range map[string]string{"\x1dV\x00": "", "\x1dV\x42\x00": "one\ntwo"} {
		b := newBench(t, nil)
		b.send("one\ntwo\n" + command)
		b.sync()
		if _, text := b.sim.Last(); text != want {
			t.Errorf("%q: the sheet says %q, want %q", command, text, want)
		}
	}
}

// Without flow control what does not fit is lost; with XON/XOFF it waits.
func TestBuffer(t *testing.T) {
	small := func(flow string) func(*printersim.Options) {
		return func(o *printersim.Options) { o.Profile.Buffer, o.Flow = 600, flow }
	}
	b := newBench(t, small("none"))
	b.sim.OpenCover()
	b.send(strings.Repeat("x", 1000))
	b.want("\x10\x04\x01", "\x1a")
	if s := b.sim.State(); s.Lost != 403 || s.Buffered != 600 {
		t.Errorf("lost %d, buffered %d", s.Lost, s.Buffered)
	}
	b = newBench(t, small("xonxoff"))
	b.sim.OpenCover()
	if got := b.hear(1); got != "\x13" {
		t.Errorf("off-line: %q, want XOFF", got)
	}
	b.sim.CloseCover()
	if got := b.hear(1); got != "\x11" {
		t.Errorf("on-line: %q, want XON", got)
	}
}

func TestUnplugKeepsThePath(t *testing.T) {
	b := newBench(t, nil)
	path := b.sim.Path()
	b.sim.Unplug()
	if _, err := os.Stat(path); err == nil {
		t.Error("unplugged, and the path is there")
	}
	if err := b.sim.Plug(); err != nil {
		t.Fatal(err)
	}
	port, err := serial.Open(serial.Config{Path: path, Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	port.Close()
}

// The symbol stands where ESC a says, module by module; a level that does not
// exist changes nothing.
func TestSymbol(t *testing.T) {
	b := newBench(t, nil)
	b.send("\x1ba\x01\x1d(k\x03\x001E\x06\x1d(k\x03\x001C\x05\x1d(k\x04\x001P0A\x1d(k\x03\x001Q0")
	b.sync()
	img := b.sim.Paper()
	if img.Rect.Dy() != 21*5 {
		t.Fatalf("%d rows, want 21 modules of 5", img.Rect.Dy())
	}
	left := (576 - 105) / 2
	if img.GrayAt(left, 0).Y != 0 || img.GrayAt(left-1, 0).Y == 0 {
		t.Error("the corner is not in its place")
	}
}

func TestGraphics(t *testing.T) {
	b := newBench(t, nil)
	b.send("\x1d(L\x0c\x000p0\x01\x011\x08\x00\x02\x00\xff\x80\x1d(L\x02\x0002\x1dv0\x01\x01\x00\x01\x00\x80")
	b.sync()
	img := b.sim.Paper()
	want := image.Rect(0, 0, 576, 3)
	if img.Rect != want || b.sim.Ink() != 8+1+2 {
		t.Errorf("%v with %d dots", img.Rect, b.sim.Ink())
	}
}

func TestOnChange(t *testing.T) {
	b := newBench(t, nil)
	shown := make(chan string, 100)
	b.sim.OnChange(func() { shown <- b.sim.Text() })
	b.send("bonjour\n")
	for text := range shown {
		if text == "bonjour" {
			return
		}
	}
}

// At the speed of a real line and real paper the same comes out.
func TestPaced(t *testing.T) {
	b := newBench(t, func(o *printersim.Options) { o.Baud, o.Speed, o.Flow = 115200, 300, "xonxoff" })
	b.send("un\ndeux\ntrois\n")
	b.sync()
	if got := b.sim.Text(); got != "un\ndeux\ntrois" {
		t.Errorf("the paper says %q", got)
	}
}

func TestClosedPrinterStillShowsItsPaper(t *testing.T) {
	b := newBench(t, nil)
	b.send("bonjour\n")
	b.sync()
	b.sim.Close()
	if got := b.sim.Text(); got != "bonjour" || b.sim.State().Plugged {
		t.Errorf("%q, %+v", got, b.sim.State())
	}
}
