package staff_test

import (
	"strings"
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"
)

func TestTheRightNumberComesIn(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		d.at("Espace réservé à la mairie")
		page := d.view().Page
		if page < 1<<63 {
			t.Errorf("page %d may be a citizen's", page)
		}
		d.send(session.Typed{Page: page, Input: forms.Input{forms.Value: number}})
		d.reads("Votre code [••••••]")
		d.send(session.Answered{Page: page})
		d.reads("Un instant")
		d.readsNot("Entrer")
		d.wait(time.Second)
		d.at("Que voulez-vous faire ?")
		d.logs("staff_came by=number")
		d.press("Sortir")
		d.gone(1)
		d.logs("staff_left why=left")
	})
}

func TestFiveWrongNumbers(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		for _, says := range []string{"Il reste 4 essais.", "Il reste 3 essais.", "Il reste 2 essais.", "Il reste 1 essai."} {
			d.types("0000")
			d.reads("Ce code n’est pas le bon. "+says, "Votre code []")
		}
		d.types("0000")
		d.reads("Trop de codes étaient faux. Vous pouvez réessayer dans 59 secondes.")
		d.readsNot("Entrer", "Votre code")
		page := d.view().Page
		d.send(session.Typed{Page: page, Input: forms.Input{forms.Value: number}}, session.Answered{Page: page})
		if d.view().Page != page {
			t.Error("a number was tried while the door waits")
		}
		d.wait(10 * time.Second)
		d.reads("réessayer dans 49 secondes.")
		d.press("Sortir")
		d.wait(48 * time.Second)
		d.hold()
		d.reads("réessayer dans 1 seconde.")
		d.wait(time.Second)
		d.reads("Votre code []")
		d.types(number)
		d.at("Que voulez-vous faire ?")
		d.logs("staff_refused by=number left=0")
	})
}

// A key that is pressed while the number is looked at goes nowhere: the page that
// follows is another one.
func TestTwoNumbersAtOnce(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		page := d.view().Page
		wrong := session.Answered{Page: page, Input: forms.Input{forms.Value: "0000"}}
		d.send(wrong, wrong, wrong)
		d.wait(time.Minute / 10)
		d.send(wrong, wrong, wrong)
		d.wait(time.Minute / 10)
		d.reads("Il reste 4 essais.")
	})
}

func TestNothingTyped(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		d.press("Entrer")
		d.reads("Tapez d’abord votre code.")
		if d.door.Left() != 5 {
			t.Errorf("%d tries left", d.door.Left())
		}
	})
}

// Somebody walked away while his number was looked at: he is not let in behind
// his back.
func TestARightNumberThatComesTooLate(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		page := d.view().Page
		d.send(session.Answered{Page: page, Input: forms.Input{forms.Value: number}}, session.StartAgain{Page: page})
		d.gone(1)
		n := d.seen()
		d.wait(time.Minute)
		if d.seen() != n {
			t.Errorf("shown after leaving:\n%s", dump(d.view()))
		}
		d.logs("did=number outcome=done seen=false")
		d.hold()
		d.reads("Votre code []")
	})
}

// Wrong numbers that came by another way count here as well: the page says so, and
// the right one is not looked at.
func TestTheDoorClosedMeanwhile(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		for range 5 {
			d.door.Try("0000")
		}
		d.reads("Votre code []")
		d.types(number)
		d.reads("Vous pouvez réessayer dans 58 secondes.")
		d.readsNot("n’est pas le bon")
	})
}

func TestOnlyDigitsAreANumber(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		page := d.view().Page
		d.send(session.Typed{Page: page, Input: forms.Input{forms.Value: "12é 3A456789012345"}})
		d.reads("Votre code [••••••••••••]")
		d.send(session.Answered{Page: page, Input: forms.Input{forms.Value: "91 82-73"}})
		d.wait(time.Second)
		d.at("Que voulez-vous faire ?")
	})
}

func TestNoNumberIsSet(t *testing.T) {
	playWith(t, func(_ *desk, c *staff.Config) { c.Door = nil }, func(d *desk) {
		d.hold()
		d.reads("Personne n’a encore choisi de code", "kioskctl staff pin", "J’ai une clé USB")
		d.readsNot("Entrer")
		d.send(session.Answered{Page: d.view().Page, Input: forms.Input{forms.Value: number}})
		d.wait(time.Minute / 4)
		d.reads("Personne n’a encore choisi")
	})
}

// A number that is chosen meanwhile is asked for the next time.
func TestANumberIsSetMeanwhile(t *testing.T) {
	set := false
	playWith(t, func(d *desk, _ *staff.Config) { d.door.Set = func() bool { return set } }, func(d *desk) {
		d.hold()
		d.reads("Personne n’a encore choisi de code")
		d.readsNot("Entrer")
		d.press("Sortir")
		set = true
		d.hold()
		d.types(number)
		d.wait(time.Second)
		d.at("Que voulez-vous faire ?")
	})
}

func TestADiskThatDoesNotRememberNumbers(t *testing.T) {
	playWith(t, func(_ *desk, c *staff.Config) {
		c.Door = &staff.Door{Right: c.Door.Right, Disk: brokenDisk{c.Door.Disk}}
	},
		func(d *desk) {
			d.hold()
			d.types(number)
			d.wait(time.Second)
			d.at("Que voulez-vous faire ?") // who comes to mend it is not kept out
		})
}

func TestAKeyOpens(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Stick = stafftest.Stick{In: true, Key: []byte(badge), Serial: serial} })
		for range 5 {
			d.hold()
			d.types("0000")
		}
		d.press("J’ai une clé USB")
		d.at("Que voulez-vous faire ?")
		d.did("key", "close")
		d.logs("staff_came by=key")
		if d.door.Wait() != 0 || d.door.Left() != 5 {
			t.Errorf("waits %v, %d left", d.door.Wait(), d.door.Left())
		}
	})
}

func TestKeysThatDoNotOpen(t *testing.T) {
	for name, c := range map[string]struct {
		stick stafftest.Stick
		says  string
	}{
		"none":         {stafftest.Stick{}, "Aucune clé USB n’est branchée."},
		"no key on it": {stafftest.Stick{In: true}, "Cette clé USB n’ouvre pas cette borne."},
		"another's":    {stafftest.Stick{In: true, Key: []byte("other"), Serial: serial}, "Cette clé USB n’ouvre pas cette borne."},
		"a copy":       {stafftest.Stick{In: true, Key: []byte(badge), Serial: "other"}, "Cette clé USB n’ouvre pas cette borne."},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(d *desk) {
				d.k.Set(func(s *stafftest.State) { s.Stick = c.stick })
				d.hold()
				d.press("J’ai une clé USB")
				d.at("Espace réservé à la mairie")
				d.reads(c.says, "Votre code []")
				d.hasLog(name != "none", "staff_refused by=key error=")
				d.hasLog(false, "staff_did")
			})
		})
	}
}

// Whoever tried a number and went away before it was looked at has tried it.
func TestAWrongNumberAndAway(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		page := d.view().Page
		d.send(session.Answered{Page: page, Input: forms.Input{forms.Value: "0000"}}, session.StartAgain{Page: page})
		d.wait(time.Minute)
		d.hasLog(true, "staff_refused by=number left=4")
		d.hasLog(false, "staff_did")
		d.hold()
		d.types("0000")
		d.reads("Il reste 3 essais.")
	})
}

// Whoever comes while the last number of another is still looked at is told what
// came of it: that there is a wait.
func TestComingWhileANumberIsLookedAt(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		for range 4 {
			d.types("0000")
		}
		page := d.view().Page
		d.send(session.Answered{Page: page, Input: forms.Input{forms.Value: "0000"}}, session.StartAgain{Page: page})
		d.hold()
		d.reads("Un instant…")
		d.readsNot("Votre code")
		d.wait(time.Second)
		d.reads("Trop de codes étaient faux.")
		d.readsNot("Votre code")
	})
}

// Who never came in has not left: the log would tell the front desk of a colleague.
func TestNobodyOfTheTownHall(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		d.press("J’ai une clé USB", "Sortir")
		d.hold()
		d.wait(time.Minute)
		d.gone(2)
		if log := d.log.String(); log != "" {
			t.Errorf("the log says\n%s", log)
		}
	})
}

// An installation that somebody began who has left since keeps nobody out.
func TestAStickAtWorkKeepsNobodyOut(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { plugged(s); s.Takes["install"] = 2 * time.Minute })
		d.come()
		d.press("Démarches", "Installer depuis la clé", "Sortir")
		d.hold()
		d.reads("Votre code []")
		d.readsNot("J’ai une clé USB", "Un instant")
		d.types(number)
		d.at("Que voulez-vous faire ?")
		d.press("Démarches")
		d.readsNot("Installer depuis la clé")
	})
}

func TestAKioskWithoutKeys(t *testing.T) {
	playWith(t, func(_ *desk, c *staff.Config) { c.Badge = nil }, func(d *desk) {
		d.hold()
		d.readsNot("clé")
		d.send(session.Pressed{Page: d.view().Page, Do: "staff.pin.key"})
		d.did()
	})
}

// The number stands in no line of the log and, on the pages, in its field alone.
func TestTheNumberIsShownNowhere(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		d.types("918270")
		d.types(number)
		d.press("Machine", "Derniers événements")
		if fault := secretIn(d); fault != "" {
			t.Error(fault)
		}
		if d.seen() < 10 || !strings.Contains(d.log.String(), "staff_came") {
			t.Errorf("%d views", d.seen())
		}
	})
}
