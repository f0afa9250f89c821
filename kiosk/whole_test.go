package kiosk

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// TestBothPacksInEveryLanguage plays each pack to its end and compares what
// the town hall reads with what was given, page by page.
func TestBothPacksInEveryLanguage(t *testing.T) {
	for _, pack := range []string{"cantine", "acte-naissance"} {
		for lang, done := range map[forms.Lang]string{
			forms.French: "Nous avons bien reçu votre demande.", forms.EasyFrench: "Nous avons bien reçu votre demande.",
			forms.English: "We have received your request.",
		} {
			t.Run(pack+" "+string(lang), func(t *testing.T) {
				h := enter(t)
				h.parts.session.Send(session.SetLang{Lang: lang})
				c := h.visitor(pack)
				c.begin()
				c.fill()
				ref := c.send()
				h.says(done)
				h.sheets(ref, 1)
				all := h.kept()
				if len(all) != 1 || all[0].Reference != ref || all[0].Lang != lang || all[0].Pack != pack {
					t.Fatalf("the spool holds %+v", all)
				}
				if !all[0].At.Equal(today) {
					t.Errorf("handed in at %v", all[0].At)
				}
				c.sameAs(all[0])
			})
		}
	}
}

// sameAs compares a submission with what the citizen gave: every page, none
// twice, and every word that he typed.
func (c *citizen) sameAs(s forms.Submission) {
	c.Helper()
	var kept, gave []string
	for _, e := range s.Entries {
		if len(e.Shown) == 0 || e.Label == "" {
			c.Errorf("%s was not shown to anybody", e.Page)
		}
		if e.Type != forms.Repeat {
			kept = append(kept, e.Page)
		}
	}
	for _, a := range c.gave {
		gave = append(gave, a.page)
		i := slices.IndexFunc(s.Entries, func(e forms.Entry) bool { return e.Page == a.page && c.holds(e, a.in) })
		if i < 0 {
			c.Errorf("%s: %q is not in the submission", a.page, a.in)
		}
	}
	slices.Sort(kept)
	slices.Sort(gave)
	if !slices.Equal(kept, gave) {
		c.Errorf("answered: %q\nkept:     %q", gave, kept)
	}
}

// holds tells whether an entry is what was given; a date and a phone number
// are written in another way there, so of those the digits count.
func (c *citizen) holds(e forms.Entry, in forms.Input) bool {
	if in == nil {
		return e.Answer.State == forms.Unknown
	}
	data, err := json.Marshal(e)
	if err != nil {
		c.Fatal(err)
	}
	text := string(data)
	for name, value := range in {
		switch {
		case e.Type == forms.ChoiceMany:
			value = name
		case e.Type == forms.Phone:
			value = value[1:]
		}
		if !strings.Contains(text, value) {
			return false
		}
	}
	return len(in) > 0 || e.Answer.State == forms.Skipped
}

// TestFiftyVisits: no two share an id or a reference, and each receipt bears
// that of its submission.
func TestFiftyVisits(t *testing.T) {
	h := enter(t)
	refs, ids := map[string]bool{}, map[string]bool{}
	for range 50 {
		ref := h.visit("acte-naissance")
		if shown, ok := forms.ValidReference(ref); !ok || shown != ref {
			t.Errorf("the screen shows %q, which is no reference", ref)
		}
		refs[ref] = true
		h.press("Terminer")
		h.at(session.Attract)
	}
	for _, s := range h.kept() {
		ids[s.ID] = true
		if !refs[s.Reference] {
			t.Errorf("nobody was shown %s", s.Reference)
		}
		h.sheets(s.Reference, 1)
	}
	if len(refs) != 50 || len(ids) != 50 {
		t.Errorf("%d references and %d ids in 50 visits", len(refs), len(ids))
	}
}

// TestTheLogSaysWhatHappened and nothing that was typed; every other story
// looks for that too, when it ends.
func TestTheLogSaysWhatHappened(t *testing.T) {
	h := enter(t)
	ref := h.visit("cantine")
	h.off()
	log := h.log.String()
	for _, want := range []string{
		`"visit_started"`, `"pack_picked","pack":"cantine"`, `"cantine/enfant_nom"`, `"submission_saved","reference":"` + ref + `"`,
		`"receipt_printed","outcome":"printed"`, `"why":"stopped"`, `"session_stopped"`,
	} {
		if !strings.Contains(strings.ReplaceAll(log, `"msg":`, ""), want) {
			t.Errorf("the log does not say %s:\n%s", want, log)
		}
	}
	if len(h.typed) < 12 {
		t.Errorf("only %q is looked for", h.typed)
	}
	if found := holding(log, h.typed); len(found) > 0 {
		t.Errorf("the log holds %q", found)
	}
	if found := holding(log+" resp1_nom: TÉMOIN, tel +33639985678", h.typed); len(found) != 2 {
		t.Errorf("the search finds %q in what holds two answers", found)
	}
}
