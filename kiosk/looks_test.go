package kiosk

import (
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// TestEachVisitBeginsAsConfigured: what one citizen changes is not there for
// the next.
func TestEachVisitBeginsAsConfigured(t *testing.T) {
	h := enter(t, noPrinter, func(h *hall) {
		h.cfg.Screen.Size, h.cfg.Screen.Theme = "large", "dark"
		h.cfg.Languages = []forms.Lang{forms.English, forms.French}
	})
	looks := func(when string, lang forms.Lang, size session.Size, theme session.Theme) {
		t.Helper()
		h.until(when, func(v session.View) bool { return v.Lang == lang && v.Size == size && v.Theme == theme })
	}
	looks("the home page", forms.English, session.Large, session.Dark)
	h.parts.session.Send(h.now().Next.Do)
	h.at(session.Menu)
	for _, e := range []session.Event{
		session.SetLang{Lang: forms.French}, session.SetSize{Size: session.Huge}, session.SetTheme{Theme: session.Contrast},
	} {
		h.parts.session.Send(e)
	}
	looks("what the citizen chose", forms.French, session.Huge, session.Contrast)
	h.press("Retour")
	h.at(session.Attract)
	looks("the home page again", forms.English, session.Large, session.Dark)
}

// TestTheContactsOfTheTown speak the language of the screen, on it and on
// paper.
func TestTheContactsOfTheTown(t *testing.T) {
	h := enter(t)
	h.press("Parler à quelqu’un")
	h.untilSays("Accueil de la mairie")
	h.parts.session.Send(session.SetLang{Lang: forms.English})
	h.untilSays("Town hall reception")
	h.says("Monday to Friday", "04 65 71 00 00")
	h.press("Print these contacts")
	h.untilSays("The contacts are printed. Take them at the bottom right.")
	h.sheets("Town hall reception", 1)
	h.sheets("04 65 71 00 00", 1)
}
