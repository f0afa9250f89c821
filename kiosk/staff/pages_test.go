package staff_test

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"
)

// page is one as it is reached, and as the kiosk is then.
type page struct {
	name  string
	is    func(s *stafftest.State)
	reach func(d *desk)
}

// by presses buttons, one after the other.
func by(words ...string) func(d *desk) { return func(d *desk) { d.press(words...) } }

// then does more, once that is done.
func (p page) then(more func(d *desk)) page {
	first := p.reach
	p.reach = func(d *desk) { first(d); more(d) }
	return p
}

func later(t time.Duration) func(d *desk) { return func(d *desk) { d.wait(t) } }

func raised(names ...health.Name) func(*stafftest.State) {
	return func(s *stafftest.State) {
		for _, n := range names {
			rule, _ := health.RuleOf(n)
			s.Health = append(s.Health, health.Condition{Name: n, Rule: rule, Since: time.Now().Add(-26 * time.Hour), Detail: "cantine"})
		}
	}
}

// sensed is a printer in this state.
func sensed(status printer.Status) func(*stafftest.State) {
	return func(s *stafftest.State) { s.Paper.Status = status }
}

// fails makes one thing fail.
func fails(deed string, err error) func(*stafftest.State) {
	return func(s *stafftest.State) { s.Fail[deed] = err }
}

func plugged(s *stafftest.State) {
	s.Stick.In = true
	s.Stick.Packs = []staff.Pack{{ID: "cantine", Title: "Inscrire mon enfant à la cantine", Version: "1.2.0"}}
}

func two(s *stafftest.State) {
	s.Waiting.Waiting, s.Waiting.Oldest = 2, time.Now().Add(-49*time.Hour)
}

// pages are all that the front desk can come to. Each begins on the first page.
func pages() []page {
	on := printer.Status{Online: true, Paper: printer.PaperOK}
	status := func(change func(*printer.Status)) func(*stafftest.State) {
		s := on
		change(&s)
		return sensed(s)
	}
	return []page{
		{"home", nil, by()},
		{"home, trouble", raised(health.PaperOut, health.ClockWrong, health.DiskFull, health.NoNetwork), by()},
		{"home, one thing", raised(health.PaperLow), by()},
		{"home, a visit waits", func(s *stafftest.State) { s.Visit = true; two(s) }, by()},
		{"all that is wrong", raised(health.PaperOut, health.ClockWrong, health.DiskFull, health.NoNetwork), by("Tout voir (4)")},
		{"who mends it", raised(health.DiskFull), by("Le disque est presque plein.")},
		{"who mends it, and nothing can be saved", raised(health.SpoolBroken, health.DiskFull), by("Le disque est presque plein.")},
		page{"it is mended", raised(health.DiskFull), by("Le disque est presque plein.")}.then(func(d *desk) { d.k.Clear(); d.wait(time.Second) }),
		page{"nothing is wrong any more", raised(health.PaperOut, health.ClockWrong, health.DiskFull, health.NoNetwork), by("Tout voir (4)")}.then(
			func(d *desk) { d.k.Clear(); d.wait(time.Second) }),
		page{"a visit is gone", func(s *stafftest.State) { s.Visit = true }, by("Effacer cette visite")}.then(
			func(d *desk) { d.k.Set(func(s *stafftest.State) { s.Visit = false }); d.wait(time.Second) }),
		{"end a visit?", func(s *stafftest.State) { s.Visit = true }, by("Effacer cette visite")},
		{"a visit is ended", func(s *stafftest.State) { s.Visit = true }, by("Effacer cette visite", "Effacer cette visite")},

		{"paper", nil, by("Papier")},
		{"paper, near its end", status(func(s *printer.Status) { s.Paper = printer.PaperNearEnd }), by("Papier")},
		{"paper, out", status(func(s *printer.Status) { s.Paper = printer.PaperOut }), by("Papier")},
		{"paper, out and open", status(func(s *printer.Status) { s.Paper, s.CoverOpen = printer.PaperOut, true }), by("Papier")},
		{"paper, cover", status(func(s *printer.Status) { s.CoverOpen = true }), by("Papier")},
		{"paper, jam", status(func(s *printer.Status) { s.Cutter = true }), by("Papier")},
		{"paper, hot", status(func(s *printer.Status) { s.Hot = true }), by("Papier")},
		{"paper, broken", status(func(s *printer.Status) { s.Broken = true }), by("Papier")},
		{"paper, silent", sensed(printer.Status{}), by("Papier")},
		{"paper, unplugged", func(s *stafftest.State) { s.Paper.Gone = true }, by("Papier")},
		{"paper, not taken", status(func(s *printer.Status) { s.Mouth = printer.MouthHolding }), by("Papier")},
		{"paper, no printer", func(s *stafftest.State) { s.Paper = staff.PaperState{} }, by("Papier")},
		{"paper, another path", func(s *stafftest.State) { s.Paper.Path, s.Paper.Left = "sideways", -1 }, by("Papier")},
		{"paper, sheets", func(s *stafftest.State) { s.Paper.Path, s.Paper.Left = printer.Sheets, -1 }, by("Papier")},
		{"paper, at work", func(s *stafftest.State) { s.Takes["test"] = time.Second }, by("Papier", "Imprimer une page d’essai")},
		{"paper, fed", nil, by("Papier", "Faire avancer le papier")},
		{"paper, tested", nil, by("Papier", "Imprimer une page d’essai")},
		{"paper, perhaps tested", func(s *stafftest.State) {
			s.Prints = []stafftest.Print{{Outcome: printer.Unknown, Err: printer.ErrNoAnswer}}
		},
			by("Papier", "Imprimer une page d’essai")},
		{"paper, not tested", func(s *stafftest.State) { s.Takes["test"] = time.Second }, func(d *desk) {
			d.press("Papier", "Imprimer une page d’essai")
			d.k.Set(func(s *stafftest.State) { s.Paper.Gone = true })
			d.wait(time.Second)
		}},
		{"paper, new roll", nil, by("Papier", "J’ai mis un rouleau neuf")},
		{"paper, roll not noted", fails("new_roll", errors.New("disk")), by("Papier", "J’ai mis un rouleau neuf")},

		{"waiting, none", nil, by("Demandes en attente")},
		{"waiting, two", two, by("Demandes en attente")},
		{"waiting, one damaged", func(s *stafftest.State) { s.Waiting.Waiting, s.Waiting.Damaged = 1, 1 }, by("Demandes en attente")},
		{"waiting, a damaged one alone", func(s *stafftest.State) { s.Waiting.Damaged = 1 }, by("Demandes en attente")},
		{"waiting, long", func(s *stafftest.State) { two(s); raised(health.SpoolOld)(s) }, by("Des demandes attendent depuis plus d’un jour.")},
		{"waiting, no server", func(s *stafftest.State) { two(s); s.Waiting.Hub = false }, by("Demandes en attente")},
		{"waiting, cannot be read", fails("waiting", errors.New("disk")), by("Demandes en attente")},
		{"waiting, sent", two, by("Demandes en attente", "Envoyer maintenant")},
		{"waiting, no answer", func(s *stafftest.State) { two(s); s.Fail["deliver"] = staff.ErrNoHub }, by("Demandes en attente", "Envoyer maintenant")},

		{"packs", func(s *stafftest.State) { s.Packs[0].Refused = "1.2.0" }, by("Démarches")},
		{"packs, none", func(s *stafftest.State) { s.Packs = nil }, by("Démarches")},
		{"packs, no stick", nil, by("Démarches", "Installer depuis la clé")},
		{"packs, installed", plugged, by("Démarches", "Installer depuis la clé")},
		{"packs, nothing for us", func(s *stafftest.State) { s.Stick.In = true }, by("Démarches", "Installer depuis la clé")},
		{"packs, nothing new", func(s *stafftest.State) { plugged(s); s.Stick.Packs[0].Version = "1.1.0" }, by("Démarches", "Installer depuis la clé")},
		{"packs, refused", func(s *stafftest.State) { plugged(s); s.Fail["install"] = errors.New("signature") }, by("Démarches", "Installer depuis la clé")},
		{"packs, one of two", func(s *stafftest.State) {
			plugged(s)
			s.Stick.Packs = append(s.Stick.Packs, staff.Pack{ID: "x", Title: "Autre"})
			s.Stick.Refused = errors.New("signature")
		}, by("Démarches", "Installer depuis la clé")},
		{"packs, back?", nil, by("Démarches", "Revenir à la version 1.0.0")},
		{"packs, nothing to go back to", nil, func(d *desk) {
			d.press("Démarches")
			back := d.button("Revenir à la version 1.0.0")
			d.k.Set(func(s *stafftest.State) { s.Packs = nil })
			d.send(back)
		}},
		{"packs, back", nil, by("Démarches", "Revenir à la version 1.0.0", "Changer de version")},
		{"packs, back and forth", nil, by("Démarches", "Revenir à la version 1.0.0", "Changer de version", "Revenir à la version 1.1.0", "Changer de version")},
		{"packs, expired", raised(health.PackExpired), by("Une démarche a dépassé sa date.")},
		{"packs, none to offer", func(s *stafftest.State) { s.Packs = nil; raised(health.NoPack)(s) }, by("Démarches")},
		{"packs, not back", fails("back", errors.New("disk")), by("Démarches", "Revenir à la version 1.0.0", "Changer de version")},

		{"calls", nil, by("Appels")},
		{"calls, no camera", func(s *stafftest.State) { s.Calls.Camera = staff.Broken; raised(health.CameraGone)(s) }, by("La caméra ne répond pas.")},
		{"calls, at work", func(s *stafftest.State) { s.Takes["check"] = time.Second }, by("Appels")},
		{"calls, once more", fails("check", errors.New("busy")), func(d *desk) {
			d.press("Appels")
			d.k.Set(func(s *stafftest.State) { s.Fail["check"], s.Calls.Speaker = nil, staff.Broken })
			d.press("Vérifier encore")
		}},
		{"calls, little", func(s *stafftest.State) {
			s.Calls = staff.CallState{Ways: []string{"voice", "pigeon"}, Microphone: staff.Fine, Speaker: staff.Broken, Agents: staff.Broken}
		}, by("Appels")},
		{"calls, none, a visit waits", func(s *stafftest.State) { s.Visit, s.Calls.Agents = true, staff.Absent }, by("Appels")},
		page{"microphone", nil, by("Appels", "Écouter le micro")}.then(later(200 * time.Millisecond)),
		{"microphone, broken", fails("levels", errors.New("alsa")), by("Appels", "Écouter le micro")},
		{"camera", nil, by("Appels", "Voir la caméra")},
		{"camera, at work", func(s *stafftest.State) { s.Takes["picture"] = time.Second }, by("Appels", "Voir la caméra")},
		{"camera, broken", fails("picture", errors.New("v4l")), by("Appels", "Voir la caméra")},

		{"screen", nil, by("Écran et son")},
		{"screen, brighter and softer", nil, by("Écran et son", "Plus clair", "Plus clair", "Moins fort")},
		{"screen, the most", func(s *stafftest.State) { s.Volume = 95 }, by("Écran et son", "Plus fort", "Plus fort")},
		{"screen, fixed", func(s *stafftest.State) { s.Volume, s.Brightness = -1, -1 }, by("Écran et son")},
		{"screen, cannot", fails("brightness", staff.ErrNoHelper), by("Écran et son", "Plus sombre")},
		page{"cleaning", nil, by("Écran et son", "Nettoyer l’écran")}.then(later(12 * time.Second)),

		{"machine", nil, by("Machine")},
		{"facts", nil, by("Machine", "Informations")},
		{"facts, at work", func(s *stafftest.State) { s.Takes["facts"] = time.Second }, by("Machine", "Informations")},
		{"facts, few", func(s *stafftest.State) { s.Facts = staff.Facts{Version: "1.4.0", DiskSize: 4e9, DiskFree: 2e8} }, by("Machine", "Informations")},
		{"clock", nil, by("Machine", "Heure")},
		{"clock, behind", func(s *stafftest.State) { s.Facts.ClockOff = 3 * time.Minute }, by("Machine", "Heure")},
		{"clock, hours behind", func(s *stafftest.State) { s.Facts.ClockOff = 3*time.Hour + time.Second }, by("Machine", "Heure")},
		{"clock, years ahead", func(s *stafftest.State) { s.Facts.ClockOff = -1000 * 24 * time.Hour }, by("Machine", "Heure")},
		{"clock, unknown", func(s *stafftest.State) { s.Facts.ClockOff, s.Facts.HubAnswers = 0, false }, by("Machine", "Heure")},
		{"clock, not told", func(s *stafftest.State) { s.Facts.ClockOff = 0 }, by("Machine", "Heure")},
		{"clock, a lifetime", func(s *stafftest.State) { s.Facts.ClockOff = math.MinInt64 }, by("Machine", "Heure")},
		{"clock, set", func(s *stafftest.State) { s.Facts.ClockOff = time.Hour }, by("Machine", "Heure", "Prendre l’heure du serveur")},
		{"clock, cannot", fails("set_clock", staff.ErrNoHelper), by("Machine", "Heure", "Prendre l’heure du serveur")},
		{"network", nil, by("Machine", "Réseau")},
		{"network, lost", func(s *stafftest.State) { s.Facts.HubAnswers, s.Facts.Proxy = false, "proxy.example:3128" }, by("Machine", "Réseau")},
		{"network, no server", func(s *stafftest.State) { s.Facts.Hub = "" }, by("Machine", "Réseau")},
		{"events", func(s *stafftest.State) {
			s.Log = []staff.Line{
				{At: time.Now(), Name: "staff_came"}, {At: time.Now(), Name: "condition_raised", With: "name=paper_out who=staff detail="}, {At: time.Now().Add(-time.Hour), Name: "page_shown"},
				{At: time.Now().Add(-30 * time.Hour), Name: "printer_fault", With: "fault=paper_out"},
			}
		}, by("Machine", "Derniers événements")},
		{"events, none", nil, by("Machine", "Derniers événements")},
		{"export", nil, by("Machine", "Diagnostic sur clé USB")},
		{"export, done", plugged, by("Machine", "Diagnostic sur clé USB", "Écrire le fichier")},
		{"export, no stick", nil, by("Machine", "Diagnostic sur clé USB", "Écrire le fichier")},
		{"export, cannot", func(s *stafftest.State) { plugged(s); s.Fail["export"] = staff.ErrNoHelper }, by("Machine", "Diagnostic sur clé USB", "Écrire le fichier")},
		{"export, full", func(s *stafftest.State) { plugged(s); s.Fail["close"] = errors.New("sync: no space") }, by("Machine", "Diagnostic sur clé USB", "Écrire le fichier")},
		{"power", nil, by("Machine", "Redémarrer ou éteindre")},
		{"restart?", nil, by("Machine", "Redémarrer ou éteindre", "Redémarrer l’application")},
		{"restart", nil, by("Machine", "Redémarrer ou éteindre", "Redémarrer l’application", "Redémarrer l’application")},
		{"reboot?", nil, by("Machine", "Redémarrer ou éteindre", "Redémarrer la machine")},
		{"reboot, cannot", fails("reboot", staff.ErrNoHelper), by("Machine", "Redémarrer ou éteindre", "Redémarrer la machine", "Redémarrer la machine")},
		{"off?, a visit waits", func(s *stafftest.State) { s.Visit = true }, by("Machine", "Redémarrer ou éteindre", "Éteindre la borne")},
		{"off", nil, by("Machine", "Redémarrer ou éteindre", "Éteindre la borne", "Éteindre la borne")},
	}
}

// Every page as it reads, in both languages.
func TestGolden(t *testing.T) {
	texts := map[forms.Lang]*strings.Builder{forms.French: {}, forms.English: {}}
	for _, p := range pages() {
		play(t, func(d *desk) {
			if p.is != nil {
				d.k.Set(p.is)
			}
			d.come()
			p.reach(d)
			for lang, text := range texts {
				d.send(session.SetLang{Lang: lang})
				text.WriteString("== " + p.name + "\n" + dump(d.view()) + "\n")
			}
			if fault := secretIn(d); fault != "" {
				t.Errorf("%s: %s", p.name, fault)
			}
		})
	}
	for lang, b := range texts {
		golden(t, "testdata/pages."+string(lang)+".txt", b.String())
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the pages read differently from %s; UPDATE=1 go test writes it again", file)
	}
}

// Back leads from every page to the first one, and no page is a trap.
func TestBackLeadsHome(t *testing.T) {
	for _, p := range pages() {
		play(t, func(d *desk) {
			if p.is != nil {
				d.k.Set(p.is)
			}
			d.come()
			p.reach(d)
			d.wait(40 * time.Second) // the cleaning ends
			for range 4 {
				if v := d.view(); v.Back.Do != nil {
					d.send(v.Back.Do)
				}
			}
			if d.lefts() > 0 || spaces(d.view().Title.S) != "Que voulez-vous faire ?" {
				t.Errorf("%s: back leads to\n%s", p.name, dump(d.view()))
			}
		})
	}
}

// A kiosk with nothing but a screen offers nothing that it has not, and each part
// alone brings its own pages and no other's.
func TestWhatIsNotThereIsNotOffered(t *testing.T) {
	k := stafftest.New()
	all := k.Works()
	for name, c := range map[string]struct {
		works staff.Works
		tiles string
	}{
		"nothing":     {staff.Works{}, ""},
		"paper":       {staff.Works{Paper: all.Paper}, "Papier"},
		"waiting":     {staff.Works{Waiting: all.Waiting}, "Demandes en attente"},
		"packs":       {staff.Works{Packs: all.Packs}, "Démarches"},
		"calls":       {staff.Works{Calls: all.Calls}, "Appels"},
		"screen":      {staff.Works{Screen: all.Screen}, "Écran et son"},
		"machine":     {staff.Works{Machine: all.Machine}, "Machine|Informations|Heure|Réseau|Redémarrer ou éteindre"},
		"sticks":      {staff.Works{Sticks: all.Sticks}, "Machine|Diagnostic sur clé USB"},
		"the log":     {staff.Works{Log: all.Log}, "Machine|Derniers événements"},
		"paper, hot!": {staff.Works{Health: all.Health}, "Il n’y a plus de papier."},
	} {
		t.Run(name, func(t *testing.T) {
			playWith(t, func(_ *desk, cfg *staff.Config) { cfg.Works = c.works }, func(d *desk) {
				k.Clear()
				k.Raise(health.PaperOut)
				d.come()
				got := tilesOn(d.view())
				if strings.HasPrefix(c.tiles, "Machine") {
					d.press("Machine")
					got += "|" + tilesOn(d.view())
				}
				if got != c.tiles {
					t.Errorf("offered: %s", got)
				}
			})
		})
	}
}

func tilesOn(v session.View) string {
	var all []string
	for _, b := range v.Blocks {
		if tiles, ok := b.(session.Tiles); ok {
			for _, t := range tiles.Items {
				all = append(all, spaces(t.Text.S))
			}
		}
	}
	return strings.Join(all, "|")
}

// Without sticks, procedures come by the network alone.
func TestPacksWithoutSticks(t *testing.T) {
	playWith(t, func(_ *desk, c *staff.Config) { c.Works.Sticks = nil }, func(d *desk) {
		d.come()
		d.press("Démarches")
		d.readsNot("clé")
	})
}
