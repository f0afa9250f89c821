package ipp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

// longest is how long an answer may be, in bytes. Ours are a few hundred.
const longest = 1 << 20

// StatusError is an answer that says no.
type StatusError struct {
	Operation goipp.Op
	Status    goipp.Status // RFC 8011 appendix B
}

func (e *StatusError) Error() string { return fmt.Sprintf("ipp: %s: %s", e.Operation, e.Status) }

// request begins a message with what every operation has (RFC 8011 §4.1.4).
func (p *Printer) request(op goipp.Op) *goipp.Message {
	m := goipp.NewRequest(goipp.MakeVersion(1, 1), op, p.last.Add(1))
	add := m.Operation.Add
	add(goipp.MakeAttr("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
	add(goipp.MakeAttr("attributes-natural-language", goipp.TagLanguage, goipp.String("en")))
	add(goipp.MakeAttr("printer-uri", goipp.TagURI, goipp.String(p.uri)))
	return m
}

// of adds the job, and who asks.
func (p *Printer) of(m *goipp.Message, job int) *goipp.Message {
	m.Operation.Add(goipp.MakeAttr("job-id", goipp.TagInteger, goipp.Integer(job)))
	return p.by(m)
}

func (p *Printer) by(m *goipp.Message) *goipp.Message {
	m.Operation.Add(goipp.MakeAttr("requesting-user-name", goipp.TagName, goipp.String(p.cfg.User)))
	return m
}

// want asks for these attributes only.
func want(m *goipp.Message, first string, more ...string) *goipp.Message {
	var names []goipp.Value
	for _, name := range more {
		names = append(names, goipp.String(name))
	}
	m.Operation.Add(goipp.MakeAttr("requested-attributes", goipp.TagKeyword, goipp.String(first), names...))
	return m
}

// ask sends a short question.
func (p *Printer) ask(ctx context.Context, m *goipp.Message) (*goipp.Message, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	return p.send(ctx, m, nil)
}

// send posts a message and a document. The error is a *StatusError where the
// printer says no, a *lost where it may have done what it was asked, and wraps
// printer.ErrGone where nobody heard.
func (p *Printer) send(ctx context.Context, m *goipp.Message, document []byte) (*goipp.Message, error) {
	head, err := m.EncodeBytes()
	if err != nil {
		return nil, fmt.Errorf("ipp: %w", err)
	}
	body := append(head, document...)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ipp: %w", err)
	}
	r.Header.Set("Content-Type", goipp.ContentType)
	r.Header.Set("Accept", goipp.ContentType)
	back, err := p.http.Do(r)
	if err != nil {
		return nil, unheard(ctx, goipp.Op(m.Code), err)
	}
	defer back.Body.Close()
	return receive(ctx, goipp.Op(m.Code), back)
}

// receive reads the answer.
func receive(ctx context.Context, op goipp.Op, back *http.Response) (*goipp.Message, error) {
	if back.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %s: HTTP %d", ErrRefused, op, back.StatusCode)
	}
	var m goipp.Message
	if err := m.Decode(io.LimitReader(back.Body, longest)); err != nil {
		return nil, unheard(ctx, op, err)
	}
	if status := goipp.Status(m.Code); status >= 0x0100 { // successful is 0x0000 to 0x00FF
		return nil, &StatusError{op, status}
	}
	return &m, nil
}

// lost is a request whose answer did not come: it may have been obeyed.
type lost struct{ cause error }

func (e *lost) Error() string { return e.cause.Error() }
func (e *lost) Unwrap() error { return e.cause }

// unheard tells a printer that is not there from one that says nothing.
func unheard(ctx context.Context, op goipp.Op, err error) error {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return fmt.Errorf("ipp: %s: %w", op, printer.ErrGone)
	}
	cause := printer.ErrNoAnswer
	if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		cause = ctx.Err()
	}
	return &lost{fmt.Errorf("ipp: %s: %w", op, cause)}
}
