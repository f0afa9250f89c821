package preview

import (
	"slices"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/session"
)

// The pages of every visit that belong to no page of the form.
const (
	idMenu   = "menu"
	idBefore = "before"
	idCheck  = "check"
	idDone   = "done"
)

// shot is a page as it was met first.
type shot struct {
	id   string // of a page of the form, "exit:<id>", or one of those above
	more bool   // the page of a repeat that asks for another one
	view session.View
	then []session.View // further steps of the same page
}

// take is all that was seen in one language.
type take struct {
	lang   forms.Lang
	shots  []shot
	papers []printer.Document
}

func (t *take) seen(id string, more bool) bool {
	return slices.ContainsFunc(t.shots, func(s shot) bool { return s.id == id && s.more == more })
}

func (t *take) shoot(id string, more bool, v session.View) {
	if !t.seen(id, more) {
		t.shots = append(t.shots, shot{id: id, more: more, view: v})
	}
}

// shootAgain adds the second step of a page.
func (t *take) shootAgain(id string, v session.View) {
	for i := range t.shots {
		if s := &t.shots[i]; s.id == id && !s.more && len(s.then) == 0 {
			s.then = []session.View{v}
		}
	}
}

func (t *take) keep(doc printer.Document) {
	t.papers = append(t.papers, doc)
}

// play walks all ways in one language.
func play(p *pack.Pack, lang forms.Lang, ways []way, o Options) (*take, error) {
	h, err := enter(p, lang, o)
	if err != nil {
		return nil, err
	}
	defer h.close()
	v := &visitor{hall: h, take: &take{lang: lang}, pack: p}
	for i, w := range ways {
		if err := v.visit(w, i == 0); err != nil {
			return v.take, err
		}
	}
	return v.take, nil
}

type visitor struct {
	*hall
	take *take
	pack *pack.Pack
}

// visit walks one way; on the first one the papers that hold nothing personal
// are taken too.
func (v *visitor) visit(w way, papers bool) error {
	view, err := v.begin(papers)
	if err != nil {
		return err
	}
	for _, a := range w {
		v.take.shoot(a.page, a.more, view)
		if view, err = v.do(a, view); err != nil {
			return err
		}
	}
	return v.finish(papers)
}

// begin goes from the home page to the first question.
func (v *visitor) begin(papers bool) (session.View, error) {
	view, err := v.at(session.Attract)
	if err != nil {
		return view, err
	}
	if view, err = v.press(session.Open{Page: view.Page}); err != nil {
		return view, err
	}
	v.take.shoot(idMenu, false, view)
	if view, err = v.press(session.Pick{Page: view.Page, Pack: v.pack.ID}); err != nil {
		return view, err
	}
	v.take.shoot(idBefore, false, view)
	if papers {
		if err := v.leaflets(view); err != nil {
			return view, err
		}
	}
	return v.press(session.Next{Page: view.Page})
}

// leaflets are the list of documents and whom to talk to.
func (v *visitor) leaflets(view session.View) error {
	if len(v.pack.Documents) > 0 {
		doc, err := v.paper(session.PrintList{Page: view.Page})
		if err != nil {
			return err
		}
		v.take.keep(doc)
	}
	over, err := v.press(session.Talk{Page: view.Page})
	if err != nil {
		return err
	}
	doc, err := v.paper(session.PrintContacts{Page: over.Overlay.Page})
	if err != nil {
		return err
	}
	v.take.keep(doc)
	_, err = v.press(session.Stay{Page: over.Overlay.Page})
	return err
}

// do does what the sample citizen does on a page.
func (v *visitor) do(a act, view session.View) (session.View, error) {
	switch {
	case view.State == session.Leaving:
		doc, err := v.paper(session.PrintContacts{Page: view.Page})
		if err == nil && !slices.ContainsFunc(v.take.papers, func(d printer.Document) bool { return same(d, doc) }) {
			v.take.keep(doc)
		}
		return view, err
	case a.skip:
		return v.press(session.DontKnow{Page: view.Page})
	case a.more:
		return v.press(session.More{Page: view.Page, Yes: a.yes})
	case a.in == nil:
		return v.press(session.Next{Page: view.Page})
	}
	if group := a.in["group"]; group != "" {
		if view, err := v.press(session.Typed{Page: view.Page, Input: forms.Input{"group": group}}); err != nil {
			return view, err
		}
		view = v.now()
		v.take.shootAgain(a.page, view)
	}
	v.session.Send(session.Typed{Page: view.Page, Input: a.in})
	return v.press(session.Answered{Page: view.Page})
}

// ownPapers are the receipt, and the sheet and the reminders where the pack has
// them.
func (v *visitor) ownPapers(view session.View) error {
	if docs := v.printed(); len(docs) > 0 {
		v.take.keep(docs[len(docs)-1])
	}
	for _, b := range view.Blocks {
		tiles, _ := b.(session.Tiles)
		for _, t := range tiles.Items {
			switch t.Do.(type) {
			case session.PrintSheet, session.PrintReminders:
			default:
				continue
			}
			doc, err := v.paper(t.Do)
			if err != nil {
				return err
			}
			v.take.keep(doc)
		}
	}
	return nil
}

// finish waits for the end of the way, and goes home.
func (v *visitor) finish(papers bool) error {
	view, err := v.until(func(w session.View) bool {
		return w.State == session.Done || w.State == session.Leaving || w.State == session.Declaration
	})
	if err != nil {
		return err
	}
	if view.State == session.Declaration { // the kiosk's own
		if _, err = v.press(session.Next{Page: view.Page}); err != nil {
			return err
		}
		if view, err = v.at(session.Done); err != nil {
			return err
		}
	}
	if view.State == session.Done {
		v.take.shoot(idDone, false, view)
		if papers {
			if err := v.ownPapers(view); err != nil {
				return err
			}
		}
	}
	_, err = v.press(session.Leave{Page: view.Page})
	return err
}
