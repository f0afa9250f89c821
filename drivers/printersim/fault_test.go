package printersim_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printersim"
	"guichet/drivers/serial"
)

func newModel(t *testing.T, name string, change func(*printersim.Options)) *bench {
	return newBench(t, func(o *printersim.Options) {
		o.Model = name
		if change != nil {
			change(o)
		}
	})
}

// What each fault looks like in real time (DLE EOT 1 to 4), and that the
// printer is well again after the mend.
func TestFaultsAreSeenAndMended(t *testing.T) {
	seen := map[printersim.Fault]string{
		printersim.PaperOut:   "\x1a\x32\x12\x7e",
		printersim.NearEnd:    "\x12\x12\x12\x1e",
		printersim.CoverOpen:  "\x1a\x16\x12\x12",
		printersim.CutterJam:  "\x12\x12\x12\x12", // not before it cuts
		printersim.PaperJam:   "\x1a\x52\x1a\x12",
		printersim.HeadHot:    "\x1a\x52\x52\x12",
		printersim.Broken:     "\x1a\x52\x32\x12",
		printersim.FeedButton: "\x5a\x1a\x12\x12",
	}
	b := newModel(t, "epson-tm-t20iii", nil)
	for fault, want := range seen {
		b.sim.Cause(fault)
		for i := range 4 {
			b.want("\x10\x04"+string(rune(i+1)), want[i:i+1])
		}
		if err := b.sim.Mend(fault); err != nil {
			t.Fatal(err)
		}
		b.want("\x10\x04\x01", "\x12")
	}
}

// Each fault in the middle of a picture; after the mend, and after the rest of
// the picture was padded away, the printer prints on.
func TestFaultsInAPicture(t *testing.T) {
	for _, fault := range printersim.Faults() {
		if fault == printersim.Unplugged {
			continue // the port is gone: TestUnplugKeepsThePath
		}
		t.Run(fault.String(), func(t *testing.T) {
			b := newModel(t, "epson-tm-t20iii", nil)
			b.sim.CauseAtByte(fault, 100)
			b.send("\x1dv0\x00\x08\x00\x40\x00" + strings.Repeat("\xff", 300))
			b.settle(308)
			if err := b.sim.Mend(fault); err != nil {
				t.Fatal(err)
			}
			b.send(strings.Repeat("\x00", 8*64) + "\x1b@\nencore\n")
			await(t, func() bool { return strings.HasSuffix(b.sim.Text(), "encore") })
		})
	}
}

// settle waits until so many bytes have come, or cannot.
func (b *bench) settle(n int) {
	b.t.Helper()
	await(b.t, func() bool {
		s := b.sim.State()
		return s.Received >= n || !s.Powered
	})
}

// A fault at a millimetre leaves what was printed before it.
func TestFaultAtAMillimetre(t *testing.T) {
	for _, fault := range []printersim.Fault{printersim.PaperOut, printersim.CoverOpen, printersim.HeadHot} {
		b := newModel(t, "epson-tm-t20iii", nil)
		b.sim.CauseAtMM(fault, 10) // the third line of 3.75 mm
		b.send("un\ndeux\ntrois\nquatre\n")
		await(t, func() bool { return !b.sim.State().Online })
		want := "un\ndeux\ntrois"
		if fault == printersim.PaperOut {
			want = "un\ndeux" // nobody reads half a line
		}
		if got := b.sim.Text(); got != want {
			t.Errorf("%v: the paper says %q", fault, got)
		}
	}
}

// GS V 0 cuts where the paper stands. The blade is 15 mm from the head, and the
// line that it goes through is read on neither piece.
func TestCutThroughText(t *testing.T) {
	b := newModel(t, "epson-tm-t20iii", nil)
	b.send("\x1b3\x18un\ndeux\ntrois\nquatre\ncinq\nsix\nsept\x1bJ\x20\x1dV\x00")
	b.sync()
	if got := b.sim.Text(); got != "un\ndeux\nquatre\ncinq\nsix\nsept" {
		t.Errorf("the pieces say %q", got)
	}
}

// XON is what a printer says when it is switched on, or nothing at all.
func TestPowerOnWithoutXON(t *testing.T) {
	for silent, want := range map[bool]string{false: "\x11", true: "\x12"} {
		b := newModel(t, "epson-tm-t20iii", func(o *printersim.Options) { o.Flow, o.NoXON = "xonxoff", silent })
		b.sim.PowerOff()
		b.sim.PowerOn()
		b.send("\x10\x04\x01")
		if got := b.hear(1); got != want {
			t.Errorf("without XON %v: it says %q first, want %q", silent, got, want)
		}
	}
}

// A fault between the feed and the cut: the cut comes after the mend, in front
// of what is queued.
func TestFaultBeforeTheCut(t *testing.T) {
	b := newModel(t, "epson-tm-t20iii", nil)
	b.sim.CauseAtMM(printersim.FeedButton, 10)
	b.send("un\n\x1dVB\x00\x1dr\x01")
	await(t, func() bool { return !b.sim.State().Online })
	if s := b.sim.State(); s.Cuts != 0 {
		t.Errorf("%d cuts with the button down", s.Cuts)
	}
	b.sim.ReleaseFeed()
	if b.hear(1); b.sim.State().Cuts != 1 {
		t.Error("GS r is answered and nothing is cut")
	}
}

// A head that is too hot cools by itself.
func TestHeadCools(t *testing.T) {
	b := newModel(t, "epson-tm-t20iii", nil)
	b.sim.HeadHot(0)
	b.want("\x10\x04\x03", "\x52")
	b.sim.HeadHot(20 * time.Millisecond)
	b.send("enfin\n")
	b.sync()
	if got := b.sim.Text(); got != "enfin" {
		t.Errorf("the paper says %q", got)
	}
}

// Noise on the line spoils some bytes; the same ones each time.
func TestNoise(t *testing.T) {
	var papers [2]string
	for i := range papers {
		b := newModel(t, "epson-tm-t20iii", nil)
		b.sim.Noise(40)
		b.send(strings.Repeat("x", 400))
		b.settle(400)
		b.sim.Noise(0)
		b.send("\n")
		b.sync()
		papers[i] = b.sim.Text()
	}
	if clean := strings.Count(papers[0], "x"); clean == 400 || clean < 350 || papers[0] != papers[1] {
		t.Errorf("%d of 400 came through; the second time the same: %v", clean, papers[0] == papers[1])
	}
}

// Garbage comes from a printer that babbles, and then the truth again.
func TestBabble(t *testing.T) {
	b := newModel(t, "epson-tm-t20iii", nil)
	b.sim.Babble(20)
	if got := b.hear(20); strings.Count(got, got[:1]) == 20 {
		t.Errorf("that is no garbage: %q", got)
	}
	b.want("\x10\x04\x01", "\x12")
}

// A printer that says XOFF too late loses what is on its way, and says nothing.
func TestLateXOFF(t *testing.T) {
	b := newModel(t, "epson-tm-t88iii", func(o *printersim.Options) {
		o.Flow, o.LateXOFF, o.Buffer, o.Speed = "xonxoff", true, 45, 1
	})
	b.send(strings.Repeat("x\n", 100))
	await(t, func() bool { return b.sim.State().Lost > 0 })
	if s := b.sim.State(); !s.Held {
		t.Errorf("it lost %d bytes and said nothing at last: %+v", s.Lost, s)
	}
}

// 45 bytes are enough for a long receipt where both keep to XON/XOFF, and not
// where the computer does not.
func TestSmallBuffer(t *testing.T) {
	for _, flow := range []string{serial.FlowXonXoff, serial.FlowNone} {
		b := newModel(t, "epson-tm-t20iii", func(o *printersim.Options) {
			o.Flow, o.Buffer, o.Baud, o.Speed = "xonxoff", 45, 115200, 400
		})
		b.Close()
		b.Port = open(t, b.sim, flow)
		b.send(strings.Repeat("quarante caractères par ligne, ou presque\n", 20))
		await(t, func() bool { s := b.sim.State(); return s.Received >= 20*43 && !s.Busy })
		s, all := b.sim.State(), strings.Count(b.sim.Text(), "\n") == 19
		if kept := s.Lost == 0 && all; kept != (flow == serial.FlowXonXoff) {
			t.Errorf("%s: lost %d, %q", flow, s.Lost, b.sim.Text())
		}
	}
}

// An answer that comes late comes whole.
func TestLateAnswer(t *testing.T) {
	b := newModel(t, "epson-tm-t20iii", func(o *printersim.Options) { o.AnswerDelay = 30 * time.Millisecond })
	b.want("\x10\x04\x01\x1dI\x43", "\x12\x5fTM-T20III\x00")
}

// The paper in the presenter is there until somebody takes it.
func TestTake(t *testing.T) {
	b := newModel(t, "custom-vkp80ii", nil)
	b.send("Recu\n\n\n\n\n\n\n\x1bi")
	await(t, func() bool { return b.sim.State().Cuts == 1 })
	if b.sim.Take() {
		t.Error("somebody took a paper that is inside")
	}
	b.send("\x1de\x03\x02")
	await(t, func() bool { return b.sim.State().Holding })
	if !b.sim.Take() || b.sim.Take() {
		t.Error("it can be taken once")
	}
	if got := b.sim.Sheets(); len(got) != 1 || got[0].Fate != printersim.Taken || got[0].Text != "Recu" {
		t.Errorf("%+v", got)
	}
}

// A folder whose process was killed is removed; one that is in use is not.
func TestFoldersOfTheDead(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	old := time.Now().Add(-time.Hour)
	dead := filepath.Join(os.TempDir(), "printersim-dir-1")
	if err := os.Mkdir(dead, 0o700); err != nil {
		t.Fatal(err)
	}
	first := newModel(t, "epson-tm-t20iii", nil)
	for _, dir := range []string{dead, filepath.Dir(first.sim.Path())} {
		if err := os.Chtimes(dir, old, old); err != nil {
			t.Fatal(err)
		}
	}
	newModel(t, "epson-tm-t20iii", nil)
	if _, err := os.Stat(dead); err == nil {
		t.Error("the folder of the dead is there")
	}
	if _, err := os.Lstat(first.sim.Path()); err != nil {
		t.Error("the folder of the living is gone")
	}
}
