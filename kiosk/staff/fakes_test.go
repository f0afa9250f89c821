package staff_test

import (
	"errors"

	"guichet/forms/pack/durable"
	"guichet/kiosk/staff"
)

// brokenDisk writes nothing.
type brokenDisk struct{ durable.Layer }

func (brokenDisk) Write(string, []byte) error { return errors.New("read-only file system") }

// slowList lists its procedures once a gate is open.
type slowList struct {
	staff.Packs
	gate chan struct{}
}

func (s slowList) List() []staff.Pack {
	<-s.gate
	return s.Packs.List()
}

// slowPaper tells, once a gate is open, how the printer was when it was asked.
type slowPaper struct {
	staff.Paper
	gate chan struct{}
}

func (s slowPaper) State() staff.PaperState {
	is := s.Paper.State()
	<-s.gate
	return is
}

// caller notes when it is asked to call.
type caller struct {
	staff.Calls
	order *[]string
}

func (c caller) Call() { *c.order = append(*c.order, "call") }
