package ipp

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/OpenPrinting/goipp"
)

// fake is a printer written from RFC 8011: what it answers, and what it was
// asked. A test sets its fields before it prints.
type fake struct {
	*httptest.Server

	mu      sync.Mutex
	state   int      // printer-state
	reasons []string // printer-state-reasons
	formats []string
	closed  bool // it takes no jobs

	life      []int // job-state of each question after the first; the last one stays
	jobSays   []string
	untold    bool                       // time-at-processing is left out
	whenAsked func(f *fake, op goipp.Op) // before the answer; f is locked
	no        map[goipp.Op]goipp.Status  // operations that it refuses
	http      map[goipp.Op]int           // HTTP status instead of an answer
	raw       map[goipp.Op]string        // bytes instead of an answer
	drop      map[goipp.Op]bool          // obeyed, and the line cut
	stubborn  bool                       // a cancelled job goes on
	asked     []goipp.Op
	jobs      []*fakeJob
	validated goipp.Attributes
}

type fakeJob struct {
	life      []int
	begun     bool
	name      string
	user      string
	operation goipp.Attributes
	template  goipp.Attributes
	document  []byte
}

func newFake(t *testing.T) *fake {
	f := &fake{state: printerIdle, reasons: []string{"none"}, formats: []string{"image/urf", "application/pdf"},
		life: []int{3, jobProcessing, jobCompleted}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Server.Close)
	return f
}

// printer is the driver in front of it, with little patience.
func (f *fake) printer(t *testing.T) *Printer {
	t.Helper()
	p, err := New(Config{URL: strings.Replace(f.URL, "http:", "ipp:", 1) + "/ipp/print", Poll: time.Millisecond, Patience: 30 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	var m goipp.Message
	if err := m.Decode(r.Body); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != goipp.ContentType {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	document, _ := io.ReadAll(r.Body)
	op := goipp.Op(m.Code)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, op)
	if f.whenAsked != nil {
		f.whenAsked(f, op)
	}
	if code := f.http[op]; code != 0 {
		w.Header().Set("Location", f.URL)
		w.WriteHeader(code)
		return
	}
	back := goipp.NewResponse(m.Version, goipp.StatusOk, m.RequestID)
	back.Operation.Add(goipp.MakeAttr("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
	back.Operation.Add(goipp.MakeAttr("attributes-natural-language", goipp.TagLanguage, goipp.String("en")))
	if status, ok := f.no[op]; ok {
		back.Code = goipp.Code(status)
	} else {
		f.obey(op, &m, back, document)
	}
	f.reply(w, op, back)
}

func (f *fake) reply(w http.ResponseWriter, op goipp.Op, back *goipp.Message) {
	if f.drop[op] {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", goipp.ContentType)
	if raw, ok := f.raw[op]; ok {
		io.WriteString(w, raw)
		return
	}
	back.Encode(w)
}

func (f *fake) obey(op goipp.Op, m, back *goipp.Message, document []byte) {
	switch op {
	case goipp.OpGetPrinterAttributes:
		back.Printer.Add(goipp.MakeAttr("printer-state", goipp.TagEnum, goipp.Integer(f.state)))
		back.Printer.Add(goipp.MakeAttr("printer-is-accepting-jobs", goipp.TagBoolean, goipp.Boolean(!f.closed)))
		back.Printer.Add(keywords("printer-state-reasons", f.reasons))
		back.Printer.Add(keywords("document-format-supported", f.formats))
	case goipp.OpValidateJob:
		f.validated = m.Operation
	case goipp.OpPrintJob:
		a := attributes(m.Operation)
		f.jobs = append(f.jobs, &fakeJob{life: f.life, begun: f.life[0] == jobProcessing, name: a.texts("job-name")[0], user: a.texts("requesting-user-name")[0],
			operation: m.Operation, template: m.Job, document: document})
		back.Job.Add(goipp.MakeAttr("job-id", goipp.TagInteger, goipp.Integer(len(f.jobs))))
	case goipp.OpGetJobAttributes:
		f.tell(f.find(m), back)
	case goipp.OpCancelJob:
		f.cancel(f.find(m), back)
	case goipp.OpGetJobs:
		f.list(attributes(m.Operation).says("which-jobs", "completed"), back)
	}
}

func keywords(name string, all []string) goipp.Attribute {
	a := goipp.Attribute{Name: name}
	for _, s := range all {
		a.Values.Add(goipp.TagKeyword, goipp.String(s))
	}
	return a
}

func (f *fake) find(m *goipp.Message) *fakeJob {
	if id, ok := attributes(m.Operation).number("job-id"); ok && id > 0 && id <= len(f.jobs) {
		return f.jobs[id-1]
	}
	return nil
}

// now is the state of a job at this question.
func (j *fakeJob) now() int {
	state := j.life[0]
	if len(j.life) > 1 {
		j.life = j.life[1:]
	}
	j.begun = j.begun || state == jobProcessing || state == jobStopped || state == jobCompleted
	return state
}

func (f *fake) tell(j *fakeJob, back *goipp.Message) {
	if j == nil {
		back.Code = goipp.Code(goipp.StatusErrorNotFound)
		return
	}
	back.Job.Add(goipp.MakeAttr("job-state", goipp.TagEnum, goipp.Integer(j.now())))
	back.Job.Add(keywords("job-state-reasons", append([]string{"none"}, f.jobSays...)))
	switch {
	case f.untold:
	case j.begun:
		back.Job.Add(goipp.MakeAttr("time-at-processing", goipp.TagInteger, goipp.Integer(7)))
	default:
		back.Job.Add(goipp.MakeAttr("time-at-processing", goipp.TagNoValue, goipp.Void{}))
	}
}

func (f *fake) cancel(j *fakeJob, back *goipp.Message) {
	switch {
	case j == nil:
		back.Code = goipp.Code(goipp.StatusErrorNotFound)
	case j.life[0] >= jobCanceled:
		back.Code = goipp.Code(goipp.StatusErrorNotPossible)
	case !f.stubborn:
		j.life = []int{jobCanceled}
	}
}

func (f *fake) list(completed bool, back *goipp.Message) {
	back.Groups = goipp.Groups{{Tag: goipp.TagOperationGroup, Attrs: back.Operation}}
	for i, j := range f.jobs {
		if completed == (j.life[0] >= jobCanceled) {
			back.Groups.Add(goipp.Group{Tag: goipp.TagJobGroup, Attrs: goipp.Attributes{
				goipp.MakeAttr("job-id", goipp.TagInteger, goipp.Integer(i+1)),
				goipp.MakeAttr("job-name", goipp.TagName, goipp.String(j.name)),
			}})
		}
	}
}

// cancelled says whether the only job was cancelled.
func (f *fake) cancelled() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.jobs) == 1 && f.jobs[0].life[0] == jobCanceled && slices.Contains(f.asked, goipp.OpCancelJob)
}

func (f *fake) made() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.jobs)
}
