package bench

import (
	"cmp"
	"context"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"guichet/forms"
	"guichet/kiosk/receipt/pdf"
	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// frame is how long a page may take to reach the glass after it was drawn.
const frame = 150 * time.Millisecond

// pictures takes one of each part of a page.
func (w *walker) pictures(ctx context.Context, m ui.Moment) error {
	name, asked := string(m.View.State), m.View.State == session.Question
	if asked {
		name = pageName(m.View)
	}
	if len(w.visit.Look) > 0 && asked && asks(m.View) {
		return nil // once it is answered
	}
	if err := w.shoot(ctx, name, name); err != nil || m.View.State != session.Check || !w.visit.takes(name) {
		return err
	}
	for {
		m = w.Stage.Now()
		if _, err := named(m, "part:more"); err != nil {
			return nil
		}
		if err := w.turnPart(ctx, m); err != nil {
			return err
		}
		if err := w.picture(ctx, name); err != nil {
			return err
		}
	}
}

// shoot takes a picture where the visit wants one of this page.
func (w *walker) shoot(ctx context.Context, page, name string) error {
	if !w.visit.takes(page) {
		return nil
	}
	return w.picture(ctx, name)
}

// picture saves what X shows.
func (w *walker) picture(ctx context.Context, name string) error {
	if err := pause(ctx, frame); err != nil {
		return err
	}
	w.shots++
	file := filepath.Join(w.Folder, fmt.Sprintf("%s-%02d-%s.png", w.visit.Name, w.shots, name))
	cmd := exec.CommandContext(ctx, "import", "-window", "root", "-depth", "8", file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w: %s", err, out)
	}
	return nil
}

// paper waits for the cut and keeps each paper as a picture and as a PDF.
func (w *walker) paper(ctx context.Context) error {
	docs := w.Documents()
	if len(docs) == 0 {
		return fmt.Errorf("no document went to the printer")
	}
	for _, doc := range docs {
		w.papers++
		base := filepath.Join(w.Folder, fmt.Sprintf("%s-paper-%d-%s", w.visit.Name, w.papers, doc.Name))
		data, err := pdf.Render(doc, pdf.Meta{Title: cmp.Or(doc.Title, doc.Name), Lang: forms.Lang(doc.Lang), At: w.Bench.Now()})
		if err != nil {
			return err
		}
		if err := os.WriteFile(base+".pdf", data, 0o644); err != nil {
			return err
		}
		if err := w.paperPicture(base + ".png"); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) paperPicture(file string) error {
	img := w.Bench.LastPaper()
	if img == nil {
		return fmt.Errorf("no paper came out")
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		return err
	}
	return f.Close()
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
