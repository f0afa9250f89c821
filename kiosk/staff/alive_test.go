package staff_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/session"
	"guichet/kiosk/staff"
)

// The loop answers whether somebody is here or not, on the page that takes no touch
// as well; one that hangs does not.
func TestALoopThatHangs(t *testing.T) {
	var hangs chan struct{}
	show := func(d *desk, c *staff.Config) {
		c.Show = func(v session.View) {
			if hangs != nil {
				<-hangs
			}
			d.show(v)
		}
	}
	playWith(t, show, func(d *desk) {
		soon := func() error {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			return d.m.Alive(ctx)
		}
		for where, there := range map[string]func(){
			"nobody is here": func() {}, "the number is asked": d.hold, "inside": d.come, "cleaning": d.m.Clean,
		} {
			there()
			if err := soon(); err != nil {
				t.Errorf("%s: %v", where, err)
			}
			d.wait(time.Hour)
		}
		hangs = make(chan struct{}) // of the bubble
		d.m.Enter()
		if err := soon(); err == nil {
			t.Error("a loop that hangs answers")
		}
		close(hangs)
		synctest.Wait()
		if err := soon(); err != nil {
			t.Errorf("a loop that goes on: %v", err)
		}
	})
}
