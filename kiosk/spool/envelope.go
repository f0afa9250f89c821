package spool

import (
	"bytes"
	"fmt"
	"io"

	"filippo.io/age"
)

// envelope is an age file with its header written and nothing in it yet.
//
// Wrapping a fresh file key for a hybrid recipient costs as much as a commit
// and does not depend on what goes in. So the spool keeps one envelope ready,
// in memory, made after the save before; each is used for one submission.
type envelope struct {
	to   *recipients
	file *bytes.Buffer
	body io.WriteCloser
}

func (s *Spool) newEnvelope() (*envelope, error) {
	to := s.to.Load()
	// The header of one hybrid recipient takes about 1.6 kB.
	file := bytes.NewBuffer(make([]byte, 0, 8192+2048*len(to.keys)))
	body, err := age.Encrypt(file, to.keys...)
	if err != nil {
		return nil, fmt.Errorf("spool: encrypt: %w", err)
	}
	return &envelope{to: to, file: file, body: body}, nil
}

// takeEnvelope is the one that is ready, unless it was made for earlier
// recipients, or a new one.
func (s *Spool) takeEnvelope() (*envelope, error) {
	select {
	case e := <-s.ready:
		if e.to == s.to.Load() {
			return e, nil
		}
	default:
	}
	return s.newEnvelope()
}

// prepareNext makes the next one in the background, unless the spool was
// closed meanwhile: then nobody would wait for it.
func (s *Spool) prepareNext() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.preparing.Go(s.readyEnvelope)
	}
}

// readyEnvelope makes the next one, unless there is one.
func (s *Spool) readyEnvelope() {
	if len(s.ready) > 0 {
		return
	}
	e, err := s.newEnvelope()
	if err != nil {
		return // the next Put tries again and reports it
	}
	select {
	case s.ready <- e:
	default:
	}
}

// seal puts the answers in and returns the whole age file.
func (e *envelope) seal(plain []byte) ([]byte, error) {
	if _, err := e.body.Write(plain); err != nil {
		return nil, fmt.Errorf("spool: encrypt: %w", err)
	}
	if err := e.body.Close(); err != nil {
		return nil, fmt.Errorf("spool: encrypt: %w", err)
	}
	return e.file.Bytes(), nil
}
