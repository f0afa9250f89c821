package session

import "guichet/forms"

// fields are the boxes of a page, each with what was typed so far.
func (s *Session) fields(p *forms.Page, in forms.Input) Fields {
	var out Fields
	for _, f := range p.Fields() {
		label := s.say("field." + string(p.Type) + "." + f.Name)
		f.Name = shownField(p, f.Name)
		out.Items = append(out.Items, Field{
			Field: f, Label: label,
			Example: s.example(p, len(out.Items)), Value: given(s.typedIn(p, f.Name, in)),
		})
	}
	switch p.Type {
	case forms.Commune:
		out.Found = s.communes(in)
	case forms.Country:
		out.Found = s.countries(in)
	case forms.Address:
		out.Found = s.towns(in)
	}
	return out
}

// example stands under the first box only.
func (s *Session) example(p *forms.Page, i int) Text {
	t := s.tell(p.Key("example"))
	if i > 0 || t.Empty() {
		return Text{}
	}
	return Text{Key: t.Key, S: s.say("session.question.example", "example", t.S).S}
}
