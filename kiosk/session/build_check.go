package session

import (
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/engine"
)

// buildCheck: check your answers.
func (s *Session) buildCheck(v *View) {
	v.Title = s.say("session.check.title")
	v.Help = s.say("session.check.help")
	v.Blocks = append(v.Blocks, Rows{s.answers()})
	v.Next = s.button("session.button.continue", Next{s.page})
}

// answers are the rows of the check. A row inside a repeat stands under the
// name of its instance: "Personne 2".
func (s *Session) answers() []Row {
	var rows []Row
	before := Text{}
	for _, step := range repeatsFirst(s.visit.journey.Summary()) {
		row := s.row(step)
		if row.Section == before {
			row.Section = Text{}
		} else {
			before = row.Section
		}
		rows = append(rows, row)
	}
	return append(rows, s.computed()...)
}

// computed are the values that were worked out of the answers, where the pack
// names them. There is nothing to change in them but the answers.
func (s *Session) computed() []Row {
	var rows []Row
	for _, c := range s.visit.journey.Computed(s.catalog(), s.words()) {
		if label := s.tell("computed." + c.ID); !label.Empty() {
			rows = append(rows, Row{Label: label, Values: givens(c.Shown)})
		}
	}
	if len(rows) > 0 {
		rows[0].Section = s.say("session.check.computed")
	}
	return rows
}

// repeatsFirst puts how many there are before who they are; the route asks for
// another one after them.
func repeatsFirst(steps []engine.Step) []engine.Step {
	var out []engine.Step
	for _, step := range steps {
		i := len(out)
		if step.Kind == engine.KindMore {
			i = slices.IndexFunc(out, func(in engine.Step) bool {
				return strings.HasPrefix(string(in.Place), string(step.Place)+"[")
			})
		}
		if i < 0 {
			i = len(out)
		}
		out = slices.Insert(out, i, step)
	}
	return out
}

func (s *Session) row(step engine.Step) Row {
	return Row{
		Section: s.sectionOf(step),
		Label:   s.tellOn(step, "title"),
		Values:  s.valuesOf(step),
		Change:  s.button("session.check.change", Change{s.page, step.Place}),
		Secret:  secret(step.Page),
	}
}

// secret tells whether what was answered on a page, or on those inside it, is
// personal beyond the ordinary.
func secret(p *forms.Page) bool {
	return slices.ContainsFunc(p.Fields(), func(f forms.Field) bool { return f.Secret }) ||
		slices.ContainsFunc(p.Pages, func(in forms.Page) bool { return secret(&in) })
}

// valuesOf is what was answered; of a repeat, who is in it.
func (s *Session) valuesOf(step engine.Step) []Text {
	var names []Text
	for i := range step.Count {
		names = append(names, s.summaryOf(step.Page, i)...)
	}
	if len(names) > 0 {
		return names
	}
	return givens(forms.Format(step.Page, step.Answer, s.catalog(), s.words()))
}

func (s *Session) sectionOf(step engine.Step) Text {
	if len(step.Instance) > 0 {
		if repeat := repeatOf(s.visit.pack.Form, step.Page); repeat != nil {
			return s.tell(repeat.Key("item"), nth(step)...)
		}
	}
	if step.Page.Section == "" {
		return Text{}
	}
	return s.tell("section." + step.Page.Section)
}

// repeatOf is the repeat that a page is in.
func repeatOf(f *forms.Form, inner *forms.Page) *forms.Page {
	i := slices.IndexFunc(f.Pages, func(p forms.Page) bool {
		return slices.ContainsFunc(p.Pages, func(q forms.Page) bool { return q.ID == inner.ID })
	})
	if i < 0 {
		return nil
	}
	return &f.Pages[i]
}

// buildDeclaration: what the citizen declares, and to whom it goes.
func (s *Session) buildDeclaration(v *View) {
	goes := Paragraph{Text: s.say("session.declaration.goes", "who", s.authority()), Strong: true}
	if s.visit.declaring {
		v.Title = s.say("session.declaration.title")
		v.Blocks = []Block{Paragraph{Text: s.say("session.declaration.text")}, goes}
		v.Next = s.button("session.button.send", Next{s.page})
		return
	}
	step := s.visit.journey.Step()
	s.buildAsked(v, step)
	v.Blocks = append(s.asked(step), goes)
	v.Next = Button{s.say("session.button.continue"), s.goOn(step)}
	if s.visit.lastPage(step) {
		v.Next.Text = s.say("session.button.send")
	}
}

// buildLeaving: the form leads somewhere else.
func (s *Session) buildLeaving(v *View) {
	exit := s.visit.journey.Step().Exit
	key := "exit." + exit.ID + "."
	v.Title = s.tell(key + "title")
	v.Blocks = paragraphs(s.tell(key + "text"))
	if address := s.tell(key + "address"); !address.Empty() {
		v.Blocks = append(v.Blocks, Paragraph{Text: address, Strong: true})
	}
	if exit.URL != "" {
		v.Blocks = append(v.Blocks, QR{Data: exit.URL, Text: s.say("session.leaving.qr")})
	}
	v.Blocks = append(v.Blocks, s.leafletBlocks(aboutContacts, "session.leaving.print", PrintContacts{s.page})...)
	v.Blocks = append(v.Blocks, s.contactBlocks()...)
	v.Next = s.button("session.button.finish", Next{s.page})
}
