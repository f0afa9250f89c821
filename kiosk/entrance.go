package kiosk

import (
	"context"

	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/badge"
	"guichet/kiosk/staff/control"
)

// door is the number of the front desk, which kioskctl may set at any time; nil
// where nothing can be remembered of wrong ones.
func (s *staffing) door() *staff.Door {
	if s.disk == nil {
		return nil
	}
	return &staff.Door{
		Disk:  s.disk,
		Right: func(number string) bool { return badge.IsNumber(s.disk, number) },
		Set: func() bool {
			set, err := badge.HasNumber(s.disk)
			return set && err == nil
		},
	}
}

// badge checks a key of the front desk; nil where none can be.
func (s *staffing) badge(kiosk string) func(file []byte, serial string) error {
	if s.disk == nil {
		return nil
	}
	keeper := &badge.Keeper{Disk: s.disk, Kiosk: kiosk}
	return func(file []byte, serial string) error {
		_, err := keeper.Check(file, serial, s.now())
		return err
	}
}

// serveControl lets kioskctl do what the pages do, until ctx ends.
func (s *staffing) serveControl(ctx context.Context, cfg *config.Config) {
	l, err := control.Listen(control.Path(cfg.Data))
	if err != nil {
		s.log.Error(string(event.ControlRefused), "error", err)
		return
	}
	server := &control.Server{Works: s.works, Log: s.log}
	if err := server.Serve(ctx, l); err != nil {
		s.log.Error(string(event.ControlRefused), "error", err)
	}
}
