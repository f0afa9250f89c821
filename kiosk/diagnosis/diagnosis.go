package diagnosis

import (
	"archive/zip"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/config"
	"guichet/kiosk/health"
	"guichet/kiosk/staff"
)

// Contents is what is known; what is zero is left out.
type Contents struct {
	At      time.Time
	Facts   staff.Facts
	Health  []health.Condition
	Log     []staff.Line // the newest first
	Packs   []staff.Pack
	Config  *config.Config
	Metrics string // of /metrics, in the text format of Prometheus
	Printer []PrinterChange
	Build   *debug.BuildInfo
}

// PrinterChange is how the printer was from a moment on.
type PrinterChange struct {
	At     time.Time
	Status printer.Status
	Gone   bool // it was unplugged, or did not answer
}

// maxEntry bounds each file in the zip, in bytes: all of them have less than a
// megabyte, however little they can be packed.
const maxEntry = 96 << 10

// Write writes a zip of text files. It has less than 1 MB. The error is that of
// w.
func Write(w io.Writer, c Contents) error {
	f := filter{packs: map[string]bool{}}
	for _, p := range c.Packs {
		if packID.MatchString(p.ID) {
			f.packs[p.ID] = true
		}
	}
	z := zip.NewWriter(w)
	for _, e := range []struct {
		name string
		text string
	}{
		{"read-me.txt", readMe},
		{"facts.txt", f.facts(c.Facts)},
		{"health.txt", f.health(c.Health)},
		{"log.txt", f.log(c.Log)},
		{"packs.txt", f.list(c.Packs)},
		{"config.txt", settings(c.Config)},
		{"metrics.txt", f.metrics(c.Metrics)},
		{"printer.txt", changes(c.Printer)},
		{"versions.txt", build(c.Build)},
	} {
		if err := write(z, e.name, e.text, c.At); err != nil {
			return fmt.Errorf("diagnosis: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("diagnosis: %w", err)
	}
	return nil
}

func write(z *zip.Writer, name, text string, at time.Time) error {
	to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	if len(text) > maxEntry {
		text = text[:maxEntry] + "\n… the rest is cut off\n"
	}
	_, err = io.WriteString(to, text)
	return err
}

const readMe = `This file is from a kiosk of a town hall, for a technician.

There is no personal data in it: no name, no answer, no number of a submission,
no telephone number, no secret, no picture. "-" stands where a text was held back.

  facts.txt     the machine, its network, its clock, its disk
  health.txt    what is wrong now, the gravest first
  log.txt       what happened lately, the newest first
  packs.txt     the procedures that it offers
  config.txt    its settings; "set" and numbers stand for what is not shown
  metrics.txt   counters, in the text format of Prometheus
  printer.txt   how the printer was, and since when
  versions.txt  what the program was built from
`
