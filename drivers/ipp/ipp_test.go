package ipp

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

var sheet = []byte("%PDF-1.3\n%%EOF\n")

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// enough is time for anything that can end.
const enough = 20 * time.Second

func TestPrints(t *testing.T) {
	f := newFake(t)
	outcome, err := f.printer(t).Print(within(t, enough), "receipt", sheet)
	if outcome != printer.Printed || err != nil {
		t.Fatalf("%v, %v", outcome, err)
	}
	j := f.jobs[0]
	if !bytes.Equal(j.document, sheet) {
		t.Errorf("it got %q", j.document)
	}
	if !regexp.MustCompile(`^guichet-receipt-[0-9a-f]{12}$`).MatchString(j.name) || j.user != "guichet" {
		t.Errorf("the job is %q of %q", j.name, j.user)
	}
	for name, want := range map[string]goipp.Value{
		"copies": goipp.Integer(1), "sides": goipp.String("one-sided"), "media": goipp.String("iso_a4_210x297mm"),
		"job-hold-until": goipp.String("no-hold"), "print-scaling": goipp.String("none"),
	} {
		if got := attributes(j.template).values(name); len(got) != 1 || got[0].V != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if !attributes(j.operation).says("document-format", "application/pdf") || !f.validated.Equal(j.operation) {
		t.Errorf("validated %v, printed %v", f.validated, j.operation)
	}
}

// The first three attributes of a request have an order: RFC 8011 §4.1.4 and
// §4.1.5.
func TestOrderOfAttributes(t *testing.T) {
	f := newFake(t)
	f.printer(t).Print(within(t, enough), "receipt", sheet)
	var got []string
	for _, a := range f.jobs[0].operation[:4] {
		got = append(got, a.Name)
	}
	if want := []string{"attributes-charset", "attributes-natural-language", "printer-uri", "requesting-user-name"}; !slices.Equal(got, want) {
		t.Error(got)
	}
}

func TestNamesArePlain(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range []string{"receipt", "Anaïs LEFÈVRE 06 12", "", "a-b", "\x00é日", string(bytes.Repeat([]byte("x"), 900))} {
		got := jobName(name)
		if !regexp.MustCompile(`^guichet-[a-z-]{0,24}-[0-9a-f]{12}$`).MatchString(got) || seen[got] {
			t.Errorf("%q becomes %q", name, got)
		}
		seen[got] = true
	}
}

// Each way in which a job is refused before there is one.
func TestNoJob(t *testing.T) {
	for name, c := range map[string]struct {
		set   func(*fake)
		want  error
		fault printer.Fault
	}{
		"no paper":            {func(f *fake) { f.state, f.reasons = printerStopped, []string{"media-empty-error"} }, nil, printer.FaultPaperOut},
		"paused":              {func(f *fake) { f.state, f.reasons = printerStopped, []string{"paused"} }, nil, printer.FaultOffline},
		"takes no jobs":       {func(f *fake) { f.closed = true }, nil, printer.FaultOffline},
		"pictures only":       {func(f *fake) { f.formats = []string{"image/pwg-raster", "image/urf"} }, ErrFormat, 0},
		"no PDF after all":    {refuses(goipp.OpValidateJob, goipp.StatusErrorDocumentFormatNotSupported), ErrFormat, 0},
		"no PDF at the end":   {refuses(goipp.OpPrintJob, goipp.StatusErrorDocumentFormatNotSupported), ErrFormat, 0},
		"not for us":          {refuses(goipp.OpValidateJob, goipp.StatusErrorNotAuthorized), ErrRefused, 0},
		"busy":                {refuses(goipp.OpPrintJob, goipp.StatusErrorBusy), ErrRefused, 0},
		"a password":          {says(goipp.OpPrintJob, 401), ErrRefused, 0},
		"somewhere else":      {says(goipp.OpPrintJob, 302), ErrRefused, 0},
		"broken":              {says(goipp.OpGetPrinterAttributes, 500), ErrRefused, 0},
		"garbage":             {func(f *fake) { f.raw = map[goipp.Op]string{goipp.OpGetPrinterAttributes: "<html>"} }, printer.ErrNoAnswer, 0},
		"cut at the question": {func(f *fake) { f.drop = map[goipp.Op]bool{goipp.OpValidateJob: true} }, printer.ErrNoAnswer, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			c.set(f)
			outcome, err := f.printer(t).Print(within(t, enough), "receipt", sheet)
			if outcome != printer.NotPrinted || f.made() != 0 {
				t.Errorf("%v, %d jobs", outcome, f.made())
			}
			wantError(t, err, c.want, c.fault)
		})
	}
}

func refuses(op goipp.Op, status goipp.Status) func(*fake) {
	return func(f *fake) { f.no = map[goipp.Op]goipp.Status{op: status} }
}

func says(op goipp.Op, code int) func(*fake) {
	return func(f *fake) { f.http = map[goipp.Op]int{op: code} }
}

func wantError(t *testing.T, err, want error, fault printer.Fault) {
	t.Helper()
	var f *printer.FaultError
	switch {
	case fault != 0:
		if !errors.As(err, &f) || f.Fault != fault {
			t.Errorf("error %v, want the fault %v", err, fault)
		}
	case !errors.Is(err, want):
		t.Errorf("error %v, want %v", err, want)
	}
}

// Each way in which a job ends.
func TestOutcomes(t *testing.T) {
	stops := func(when goipp.Op, reason string) func(*fake) {
		return func(f *fake) {
			f.whenAsked = func(f *fake, op goipp.Op) {
				if op == when {
					f.state, f.reasons = printerStopped, []string{reason}
				}
			}
		}
	}
	for name, c := range map[string]struct {
		life      []int
		set       func(*fake)
		outcome   printer.Outcome
		want      error
		fault     printer.Fault
		cancelled bool
	}{
		"completed":                  {life: []int{3, 5, 5, 9}, outcome: printer.Printed},
		"completed at once":          {life: []int{9}, outcome: printer.Printed},
		"completed with errors":      {life: []int{5, 9}, set: func(f *fake) { f.jobSays = []string{"job-completed-with-errors"} }, want: ErrAborted},
		"aborted before it began":    {life: []int{3, 8}, outcome: printer.NotPrinted, want: ErrAborted},
		"aborted in the middle":      {life: []int{3, 5, 8}, want: ErrAborted},
		"aborted, nobody knows when": {life: []int{3, 8}, set: func(f *fake) { f.untold = true }, want: ErrAborted},
		"aborted for its format":     {life: []int{3, 8}, set: func(f *fake) { f.jobSays = []string{"unsupported-document-format"} }, outcome: printer.NotPrinted, want: ErrFormat},
		"cancelled at the panel":     {life: []int{5, 7}, want: ErrAborted},
		"forgotten":                  {life: []int{5}, set: refuses(goipp.OpGetJobAttributes, goipp.StatusErrorNotFound), want: &StatusError{}},
		"paper ends in the middle":   {life: []int{5, 5, 6}, set: stops(goipp.OpGetJobAttributes, "media-empty"), fault: printer.FaultPaperOut, cancelled: true},
		"cover opens before it":      {life: []int{3}, set: stops(goipp.OpPrintJob, "cover-open-error"), outcome: printer.NotPrinted, fault: printer.FaultCover, cancelled: true},
		"held for ever":              {life: []int{4}, outcome: printer.NotPrinted, fault: printer.FaultOffline, cancelled: true},
		"stopped, no reason":         {life: []int{5, 6}, fault: printer.FaultOffline, cancelled: true},
		"switched off, says CUPS":    {life: []int{5}, set: func(f *fake) { stops(goipp.OpPrintJob, "offline-report")(f) }, fault: printer.FaultOffline, cancelled: true},
		"cannot connect, says CUPS":  {life: []int{5}, set: func(f *fake) { f.reasons = []string{"connecting-to-device"} }, fault: printer.FaultOffline, cancelled: true},
		"printed at the last moment": {life: []int{5, 6}, set: func(f *fake) {
			f.whenAsked = func(f *fake, op goipp.Op) {
				if op == goipp.OpCancelJob {
					f.jobs[0].life = []int{9}
				}
			}
		}, outcome: printer.Printed},
		"never ends, not cancelled": {life: []int{5}, set: refuses(goipp.OpCancelJob, goipp.StatusErrorInternal), want: ErrNotCancelled},
		"never ends, stubborn":      {life: []int{5}, set: func(f *fake) { f.stubborn = true }, want: context.DeadlineExceeded},
		"falls silent":              {life: []int{5}, set: func(f *fake) { f.drop = map[goipp.Op]bool{goipp.OpGetJobAttributes: true} }, want: printer.ErrNoAnswer, cancelled: true},
		"garbage from then on":      {life: []int{5}, set: func(f *fake) { f.raw = map[goipp.Op]string{goipp.OpGetJobAttributes: "\x01\x01\x00\x00"} }, want: printer.ErrNoAnswer, cancelled: true},
		"answer lost":               {life: []int{5}, set: func(f *fake) { f.drop = map[goipp.Op]bool{goipp.OpPrintJob: true} }, want: printer.ErrNoAnswer, cancelled: true},
		"answer lost, not begun":    {life: []int{3}, set: func(f *fake) { f.drop = map[goipp.Op]bool{goipp.OpPrintJob: true} }, outcome: printer.NotPrinted, want: printer.ErrNoAnswer, cancelled: true},
		"answer lost, all printed":  {life: []int{9}, set: func(f *fake) { f.raw = map[goipp.Op]string{goipp.OpPrintJob: "?"} }, outcome: printer.Printed},
		"answer and list lost":      {life: []int{5}, set: func(f *fake) { f.drop = map[goipp.Op]bool{goipp.OpPrintJob: true, goipp.OpGetJobs: true} }, want: ErrNotCancelled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.life = c.life
			if c.set != nil {
				c.set(f)
			}
			outcome, err := f.printer(t).Print(within(t, 2*time.Second), "receipt", sheet)
			if outcome != c.outcome {
				t.Errorf("%v, want %v", outcome, c.outcome)
			}
			if no := new(StatusError); c.want != nil && errors.As(c.want, &no) {
				if !errors.As(err, &no) {
					t.Errorf("error %v", err)
				}
			} else {
				wantError(t, err, c.want, c.fault)
			}
			if f.cancelled() != c.cancelled {
				t.Errorf("cancelled: %v", f.cancelled())
			}
		})
	}
}

// A printer that mends itself within its patience goes on.
func TestPatience(t *testing.T) {
	f := newFake(t)
	f.life = slices.Concat([]int{5}, slices.Repeat([]int{6}, 4), []int{5, 9})
	p := f.printer(t)
	p.cfg.Patience = enough
	if outcome, err := p.Print(within(t, enough), "receipt", sheet); outcome != printer.Printed || err != nil {
		t.Errorf("%v, %v", outcome, err)
	}
}

// Time runs out: the job is cancelled before Print returns, and Print returns
// before ctx ends.
func TestTimeOut(t *testing.T) {
	for _, c := range []struct {
		life    []int
		outcome printer.Outcome
	}{{[]int{3}, printer.NotPrinted}, {[]int{5}, printer.Unknown}} {
		f := newFake(t)
		f.life = c.life
		ctx := within(t, 2*time.Second)
		outcome, err := f.printer(t).Print(ctx, "receipt", sheet)
		if outcome != c.outcome || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrNotCancelled) {
			t.Errorf("%v, %v", outcome, err)
		}
		if !f.cancelled() || ctx.Err() != nil {
			t.Errorf("cancelled: %v; ctx: %v", f.cancelled(), ctx.Err())
		}
	}
}

func TestCancelledByTheCaller(t *testing.T) {
	f := newFake(t)
	f.life = []int{5}
	ctx, cancel := context.WithCancel(context.Background())
	f.whenAsked = func(f *fake, op goipp.Op) {
		if op == goipp.OpGetJobAttributes {
			cancel()
		}
	}
	outcome, err := f.printer(t).Print(ctx, "receipt", sheet)
	if outcome != printer.Unknown || !errors.Is(err, context.Canceled) || !f.cancelled() {
		t.Errorf("%v, %v, cancelled: %v", outcome, err, f.cancelled())
	}
}

func TestNobodyThere(t *testing.T) {
	f := newFake(t)
	p := f.printer(t)
	f.Server.Close()
	outcome, err := p.Print(within(t, enough), "receipt", sheet)
	if outcome != printer.NotPrinted || !errors.Is(err, printer.ErrGone) {
		t.Errorf("%v, %v", outcome, err)
	}
	if s, err := p.Status(within(t, enough)); s.Online || !errors.Is(err, printer.ErrGone) {
		t.Errorf("%v, %v", s, err)
	}
}

func TestAddresses(t *testing.T) {
	for given, want := range map[string]string{
		"ipp://localhost/printers/accueil":     "http://localhost:631/printers/accueil",
		"ipp://[::1]/ipp/print":                "http://[::1]:631/ipp/print",
		"ipps://imprimante.example/ipp/print":  "https://imprimante.example:631/ipp/print",
		"ipp://127.0.0.1:8631/ipp/print":       "http://127.0.0.1:8631/ipp/print",
		"http://localhost:631/printers/a":      "http://localhost:631/printers/a",
		"https://imprimante.example/ipp/print": "https://imprimante.example/ipp/print",
	} {
		if p, err := New(Config{URL: given}); err != nil || p.url != want || p.uri != given {
			t.Errorf("%s: %+v, %v", given, p, err)
		}
	}
	for _, bad := range []string{"", "localhost", "socket://a:9100", "ipp:///ipp/print", "ipp://a b/", "file:///tmp/x"} {
		if p, err := New(Config{URL: bad}); err == nil {
			t.Errorf("%q became %s", bad, p.url)
		}
	}
}
