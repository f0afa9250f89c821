package staffpages

import (
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"
)

func stories() []func(*guide) {
	return []func(*guide){door, homes, paper, troubles, paths, waiting, packs, calls, screen, computer}
}

// title is the word of a button that leads to a page.
func title(place string) string { return "staff." + place + ".title" }

func door(g *guide) {
	g.send(session.StaffAsked{})
	g.shot("pin")
	g.tries("1")
	g.shot("pin-wrong")
	for range 5 {
		g.tries("1")
	}
	g.shot("pin-waits")
}

func homes(g *guide) {
	g.come()
	g.shot("home")
	g.Raise(health.PaperOut)
	g.Set(func(s *stafftest.State) { s.Waiting.Waiting, s.Waiting.Oldest = 3, time.Now() })
	time.Sleep(11 * time.Second)
	g.shot("home-one")
	g.Raise(health.NoNetwork, health.SpoolOld, health.DiskFull, health.CameraGone, health.PackExpired, health.CertificateOld)
	g.Set(func(s *stafftest.State) { s.Visit = true })
	time.Sleep(11 * time.Second)
	g.shot("home-many")
	g.press("staff.home.all")
	g.shot("conditions")
	g.press("health.disk_nearly_full.title")
	g.shot("condition")
	g.send(session.Back{Page: g.now().Page})
	g.press("staff.visit.do")
	g.shot("visit")
}

func paper(g *guide) {
	g.come()
	g.press(title("paper"))
	g.shot("paper")
	g.press("staff.paper.new")
	time.Sleep(time.Minute)
	g.shot("paper-new")
}

// troubles are what the printer may ask for.
func troubles(g *guide) {
	g.come()
	g.press(title("paper"))
	for name, change := range map[string]func(*staff.PaperState){
		"out":     func(s *staff.PaperState) { s.Status.Paper = printer.PaperOut },
		"low":     func(s *staff.PaperState) { s.Status.Paper = printer.PaperNearEnd },
		"cover":   func(s *staff.PaperState) { s.Status.CoverOpen = true },
		"jam":     func(s *staff.PaperState) { s.Status.Cutter = true },
		"silent":  func(s *staff.PaperState) { s.Status.Online = false },
		"gone":    func(s *staff.PaperState) { s.Gone = true },
		"missing": func(s *staff.PaperState) { s.Model, s.Path = "", "" },
	} {
		before := g.State().Paper
		g.Set(func(s *stafftest.State) { change(&s.Paper) })
		time.Sleep(2 * time.Second)
		g.shot("paper-" + name)
		g.Set(func(s *stafftest.State) { s.Paper = before })
	}
}

func paths(g *guide) {
	g.come()
	g.press(title("paper"))
	for _, path := range []string{printer.Front, printer.Presenting, printer.Sheets} {
		g.Set(func(s *stafftest.State) { s.Paper.Path, s.Paper.Left = path, -1 })
		time.Sleep(2 * time.Second)
		g.shot("paper-" + path)
	}
}

func waiting(g *guide) {
	g.come()
	g.press(title("waiting"))
	g.shot("waiting")
	g.Set(func(s *stafftest.State) {
		s.Waiting.Waiting, s.Waiting.Damaged, s.Waiting.Oldest = 12, 1, time.Now().Add(-26*time.Hour)
	})
	time.Sleep(6 * time.Second)
	g.shot("waiting-some")
	g.Raise(health.SpoolOld)
	time.Sleep(6 * time.Second)
	g.shot("waiting-long")
}

func packs(g *guide) {
	g.come()
	g.press(title("packs"))
	g.shot("packs")
	g.Raise(health.PackExpired)
	time.Sleep(6 * time.Second)
	g.shot("packs-expired")
	g.press("staff.packs.back")
	g.shot("pack-back")
}

func calls(g *guide) {
	g.come()
	g.press(title("calls"))
	time.Sleep(time.Second)
	g.shot("calls")
	g.Raise(health.CameraGone, health.SoundGone)
	before := g.State().Calls
	g.Set(func(s *stafftest.State) {
		s.Calls = staff.CallState{Camera: staff.Broken, Microphone: staff.Broken, Speaker: staff.Fine, Agents: staff.Fine}
	})
	g.press("staff.calls.again")
	time.Sleep(time.Second)
	g.shot("calls-broken")
	g.Set(func(s *stafftest.State) { s.Calls = before })
	g.press(title("microphone"))
	time.Sleep(time.Second)
	g.shot("microphone")
	g.send(session.Back{Page: g.now().Page})
	g.press(title("camera"))
	time.Sleep(time.Second)
	g.shot("camera")
}

func screen(g *guide) {
	g.come()
	g.press(title("screen"))
	time.Sleep(time.Second)
	g.shot("screen")
	g.press("staff.cleaning.do")
	time.Sleep(10 * time.Second)
	g.shot("cleaning")
}

func computer(g *guide) {
	g.Set(func(s *stafftest.State) {
		for i := range 12 {
			s.Log = append(s.Log, staff.Line{
				At: time.Now().Add(-time.Duration(i) * time.Hour), Level: "warn", Name: "print_failed", Says: "a print failed", With: "fault=paper_out",
			})
		}
	})
	g.come()
	g.press(title("computer"))
	g.shot("computer")
	for _, place := range []string{"facts", "clock", "network", "events", "export", "power"} {
		g.press(title(place))
		time.Sleep(time.Second)
		g.shot(place)
		if place == "power" {
			break
		}
		g.send(session.Back{Page: g.now().Page})
	}
	g.press("staff.confirm.off.do")
	g.shot("confirm")
}
