package escpos_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/printertest"
	"guichet/drivers/serial"
)

// TestReceiptOnPaper prints the receipt and reads it back. With
// PAPER_DIR set it leaves a picture of each there.
func TestReceiptOnPaper(t *testing.T) {
	for _, name := range names(t) {
		t.Run(name, func(t *testing.T) {
			img, text := print(t, profile(t, name), receipt())
			for _, want := range []string{"RÉCÉPISSÉ DE DÉPÔT DE DEMANDE", "7,18 €", "m²", "LEFÈVRE-BÉNÉZET"} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in\n%s", want, text)
				}
			}
			if got := printertest.Scan(t, img); got != followUp {
				t.Errorf("the symbol says %q", got)
			}
		})
	}
}

// print puts doc on simulated paper of profile p.
func print(t *testing.T, p printer.Profile, doc printer.Document) (image.Image, string) {
	t.Helper()
	sim := simulate(t, printersim.Options{Profile: p})
	outcome, err := connect(t, p, sim, serial.Bugst).Print(t.Context(), doc)
	if outcome != printer.Printed && p.Confirm != "none" {
		t.Fatal(outcome, err)
	}
	keep(t, sim, p.Name)
	return sim.Last()
}

func keep(t *testing.T, sim *printersim.Sim, name string) {
	dir := os.Getenv("PAPER_DIR")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := sim.WritePNG(f); err != nil {
		t.Fatal(err)
	}
}

// TestRasterSymbol: a printer without GS ( k prints the same symbol as dots.
func TestRasterSymbol(t *testing.T) {
	p := profile(t, "generic-58mm")
	p.Symbols.QR = "raster"
	img, _ := print(t, p, receipt())
	if got := printertest.Scan(t, img); got != followUp {
		t.Errorf("the symbol says %q", got)
	}
}

// TestTabsOnPaper: dot for dot the same as with spaces.
func TestTabsOnPaper(t *testing.T) {
	for _, name := range names(t) {
		p := profile(t, name)
		if !p.Tabs {
			continue
		}
		blocks := append(receipt().Blocks, reference(t).Blocks...)
		got, text := paper(t, p, blocks...)
		p.Tabs = false
		want, _ := paper(t, p, blocks...)
		if !bytes.Equal(got.(*image.Gray).Pix, want.(*image.Gray).Pix) {
			t.Errorf("%s: tabs go elsewhere\n%s", name, text)
		}
	}
}

// TestNoRealTimeCommandInAPicture: DLE DC4 2 in a picture would switch the printer
// off. Every pair of bytes that begins a real-time command must be broken.
func TestNoRealTimeCommandInAPicture(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 576, 48))
	for i, b := range []byte{0x10, 0x14, 0x02, 0x01, 0x08, 0x10, 0x04, 0x10, 0x05} {
		for bit := range 8 {
			if b&(0x80>>bit) == 0 {
				img.SetGray(i*8+bit, 3, color.Gray{Y: 0xFF})
			}
		}
	}
	got, err := escpos.Encode(printer.Document{Blocks: []printer.Block{printer.Picture{Image: img}}}, profile(t, "epson-tm-t20ii"))
	if err != nil {
		t.Fatal(err)
	}
	wantNoRealTime(t, got)
}

func wantNoRealTime(t *testing.T, job []byte) {
	t.Helper()
	for _, bad := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
		if strings.Contains(string(job), bad) {
			t.Errorf("the job has %x in it", bad)
		}
	}
}

// TestLongJobThroughASmallBuffer: a raster job of several buffers, at the speed of a real
// line and real paper, needs XON and XOFF to arrive whole.
func TestLongJobThroughASmallBuffer(t *testing.T) {
	p := profile(t, "epson-tm-t20ii")
	p.Buffer = 2048
	sim := simulate(t, printersim.Options{Profile: p, Speed: 2000})
	img := image.NewGray(image.Rect(0, 0, 576, 240))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	outcome, err := connect(t, p, sim, serial.Bugst).Print(context.Background(), printer.Document{
		Blocks: []printer.Block{printer.Picture{Image: img}, printer.Text{S: "fin"}},
	})
	if outcome != printer.Printed || err != nil {
		t.Fatal(outcome, err)
	}
	if s := sim.State(); s.Lost != 0 || !strings.Contains(sim.Text(), "fin") {
		t.Errorf("lost %d bytes; the paper says %q", s.Lost, sim.Text())
	}
}

// TestConfirmationNeverComes: a printer that takes everything and never
// confirms is Unknown, before the context ends, and nothing is left in it.
func TestConfirmationNeverComes(t *testing.T) {
	p := profile(t, "epson-tm-t20ii")
	clone := p
	clone.Confirm = "none" // the machine does not know GS ( H
	sim := simulate(t, printersim.Options{Profile: clone})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second) // a quarter is kept to give up in
	defer cancel()
	outcome, err := connect(t, p, sim, serial.Bugst).Print(ctx, receipt())
	if outcome != printer.Unknown || !errors.Is(err, printer.ErrNoAnswer) || ctx.Err() != nil {
		t.Fatal(outcome, err, ctx.Err())
	}
}

// TestDiesAndStartsAgain: a kiosk that was killed while it printed knows nothing
// of the half document that hangs out. The next one is on a sheet of its own.
func TestDiesAndStartsAgain(t *testing.T) {
	for _, name := range models {
		p := profile(t, name)
		sim := simulate(t, printersim.Options{Profile: p, Speed: 300})
		dev := connect(t, p, sim, serial.Bugst)
		printed := make(chan printer.Outcome)
		go func() {
			outcome, _ := dev.Print(context.Background(), receipt())
			printed <- outcome
		}()
		for i := 0; sim.Ink() == 0; i++ {
			if i == 5000 {
				t.Fatalf("%s: nothing is printed", name)
			}
			time.Sleep(time.Millisecond)
		}
		dev.Close()
		if outcome := <-printed; outcome != printer.Unknown {
			t.Fatalf("%s: %v", name, outcome)
		}
		wantAlone(t, connect(t, p, sim, serial.Bugst), sim, "suivant")
	}
}

// TestUnpluggedInAPicture: the printer still waits for dots. It must not take
// the next document for them.
func TestUnpluggedInAPicture(t *testing.T) {
	for _, name := range models {
		p := profile(t, name)
		sim := simulate(t, printersim.Options{Profile: p})
		dev := connect(t, p, sim, serial.Bugst)
		sim.UnplugAfter(6000)
		black := printer.Picture{Image: image.NewGray(image.Rect(0, 0, p.Dots, 400))}
		outcome, err := dev.Print(context.Background(), printer.Document{Blocks: []printer.Block{black}})
		if outcome != printer.Unknown {
			t.Fatalf("%s: %v, %v", name, outcome, err)
		}
		if err := sim.Plug(); err != nil {
			t.Fatal(err)
		}
		wantAlone(t, dev, sim, "suivant")
	}
}

// wantAlone prints text and looks at its sheet at the moment it is confirmed.
func wantAlone(t *testing.T, dev *escpos.Dev, sim *printersim.Sim, text string) {
	t.Helper()
	outcome, err := dev.Print(context.Background(), printer.Document{Blocks: []printer.Block{printer.Text{S: text}}})
	if outcome != printer.Printed || err != nil {
		t.Fatalf("%v: %v, %v", dev, outcome, err)
	}
	if _, got := sim.Last(); got != text {
		t.Errorf("%v: the sheet says\n%s", dev, got)
	}
}

// TestStatusBesidePrint: asking does not wait for the paper.
func TestStatusBesidePrint(t *testing.T) {
	p := profile(t, "epson-tm-t20ii")
	sim := simulate(t, printersim.Options{Profile: p, Speed: 500})
	dev := connect(t, p, sim, serial.Bugst)
	printed := make(chan printer.Outcome)
	go func() {
		outcome, _ := dev.Print(context.Background(), receipt())
		printed <- outcome
	}()
	for {
		select {
		case outcome := <-printed:
			if outcome != printer.Printed {
				t.Fatal(outcome)
			}
			return
		default:
			dev.Status(context.Background())
		}
	}
}
