package staff

import (
	"slices"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// view says all that is on the screen now. The buttons that it makes are the only
// ones that do something.
func (m *Mode) view() session.View {
	l := m.leaf
	m.acts = map[string]func(){}
	v := session.View{
		Page: l.id, State: session.Staff, Lang: m.style.Lang, Langs: session.LangChoices(m.cfg.Langs), Size: m.style.Size, Theme: m.style.Theme,
		Place: plain(m.cfg.Town), Progress: m.say("staff.name"), Title: m.say("staff." + string(l.place) + ".title"),
	}
	if l.place != cleaning {
		v.StartAgain = session.Button{Text: m.say("staff.leave"), Do: session.StartAgain{Page: l.id}}
	}
	s := sheets()[l.place]
	if s.up != "" {
		v.Back = session.Button{Text: m.say("staff.back"), Do: session.Back{Page: l.id}}
	}
	m.tell(&v)
	s.build(m, &v)
	return v
}

// tell puts what came of the last thing on the page, before all else.
func (m *Mode) tell(v *session.View) {
	s := m.leaf.said
	switch text := m.say(s.key, s.args...); {
	case s.key == "":
	case s.bad:
		v.Problem = &session.Problem{Text: text}
	default:
		v.Blocks = append(v.Blocks, session.Paragraph{Text: text, Strong: true})
	}
}

// unknown says that a look brings nothing yet, or does not come back.
func (m *Mode) unknown(v *session.View) {
	if !m.leaf.failed {
		m.paragraph(v, "staff.wait")
		return
	}
	if v.Problem == nil {
		v.Problem = &session.Problem{Text: m.say("staff.unknown")}
	}
}

// say is a sentence of the front desk's.
func (m *Mode) say(key string, args ...string) session.Text {
	if key == "" {
		return session.Text{}
	}
	return session.Text{Key: key, S: m.words().Text(key, args...)}
}

func (m *Mode) words() forms.Catalog { return words.ForStaff(m.style.Lang) }

// plain is a text that stands nowhere to be translated: a name, a number.
func plain(s string) session.Text { return session.Text{S: s} }

func (m *Mode) paragraph(v *session.View, key string, args ...string) {
	v.Blocks = append(v.Blocks, session.Paragraph{Text: m.say(key, args...)})
}

func (m *Mode) strong(v *session.View, key string, args ...string) {
	v.Blocks = append(v.Blocks, session.Paragraph{Text: m.say(key, args...), Strong: true})
}

// press is what a button sends. Its word is the key of its text, with what tells
// it from others of the same.
func (m *Mode) press(word string, do func()) session.Event {
	m.acts[word] = do
	return session.Pressed{Page: m.leaf.id, Do: word}
}

func (m *Mode) button(key string, do func()) session.Button {
	return session.Button{Text: m.say(key), Do: m.press(key, do)}
}

func (m *Mode) tile(icon, key string, do func()) session.Tile {
	return session.Tile{Text: m.say(key), Icon: icon, Do: m.press(key, do)}
}

// door is a tile that leads to a page, under the page's own title.
func (m *Mode) door(icon string, to place) session.Tile {
	return m.tile(icon, "staff."+string(to)+".title", func() { m.turn(to, "") })
}

// doors are tiles that lead to those of the pages that this kiosk has.
func (m *Mode) doors(v *session.View, all ...session.Tile) {
	all = slices.DeleteFunc(all, func(t session.Tile) bool { return t.Do == nil })
	if len(all) > 0 {
		v.Blocks = append(v.Blocks, session.Tiles{Items: all})
	}
}

// doorIf is a door to a page that this kiosk may not have: then it is no tile.
func (m *Mode) doorIf(icon string, to place) session.Tile {
	if !m.cfg.Works.offered(to) {
		return session.Tile{}
	}
	return m.door(icon, to)
}

// row is a line of a table. Without a value there is none.
func (m *Mode) row(key string, values ...string) []session.Row {
	r := session.Row{Label: m.say(key)}
	for _, s := range values {
		if s != "" {
			r.Values = append(r.Values, plain(s))
		}
	}
	if len(r.Values) == 0 {
		return nil
	}
	return []session.Row{r}
}

func rows(v *session.View, all ...[]session.Row) {
	if items := slices.Concat(all...); len(items) > 0 {
		v.Blocks = append(v.Blocks, session.Rows{Items: items})
	}
}
