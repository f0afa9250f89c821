package session

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
)

// fakePrinter prints what its script says; after the script, all goes well.
type fakePrinter struct {
	mu     sync.Mutex
	script []printOutcome
	docs   []printer.Document
	busy   bool
	out    bool // what the sensors say of the paper
	twice  bool // two prints at the same time: never allowed
}

type printOutcome struct {
	outcome printer.Outcome
	err     error
	takes   time.Duration
	deaf    bool // does not heed its context
}

func (p *fakePrinter) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	o := p.begin(doc)
	defer p.end()
	if o.deaf {
		time.Sleep(o.takes)
		return o.outcome, o.err
	}
	select {
	case <-time.After(o.takes):
		return o.outcome, o.err
	case <-ctx.Done():
		return printer.NotPrinted, ctx.Err()
	}
}

func (p *fakePrinter) begin(doc printer.Document) printOutcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.twice, p.busy = p.twice || p.busy, true
	p.docs = append(p.docs, doc)
	if len(p.script) == 0 {
		return printOutcome{outcome: printer.Printed, takes: time.Second}
	}
	o := p.script[0]
	p.script = p.script[1:]
	return o
}

func (p *fakePrinter) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy = false
}

func (p *fakePrinter) Status(context.Context) (printer.Status, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out {
		return paperOut(), nil
	}
	return paperIn(), nil
}

func (p *fakePrinter) Close() error { return nil }

// names are the documents that the printer was given, in order.
func (p *fakePrinter) names() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return mapped(p.docs, func(d printer.Document) string { return d.Name })
}

var errTaken = errors.New("fake outbox: reference is taken")

// fakeOutbox keeps what it is given, and fails as its script says.
type fakeOutbox struct {
	mu    sync.Mutex
	fails []error // one a call; nil keeps
	takes time.Duration
	deaf  bool
	calls int
	kept  []forms.Submission
	seen  []forms.Submission
}

func (o *fakeOutbox) Put(ctx context.Context, s forms.Submission) error {
	if o.deaf {
		time.Sleep(o.takes)
	} else {
		select {
		case <-time.After(o.takes):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls++
	o.seen = append(o.seen, cloneSubmission(s))
	if len(o.fails) > 0 {
		err := o.fails[0]
		o.fails = o.fails[1:]
		if err != nil {
			return err
		}
	}
	o.kept = append(o.kept, cloneSubmission(s))
	return nil
}

func (o *fakeOutbox) references() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return mapped(slices.Clone(o.kept), func(s forms.Submission) string { return s.Reference })
}

// badOutbox panics with an answer.
type badOutbox struct{}

func (badOutbox) Put(_ context.Context, s forms.Submission) error {
	time.Sleep(500 * time.Millisecond)
	panic("cannot keep " + s.Entries[0].Answer.Fields["family"])
}
