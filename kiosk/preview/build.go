package preview

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// builder puts what was seen in each language side by side.
type builder struct {
	studio *studio
	pack   *pack.Pack
	texts  forms.Catalog // French
	tell   *teller
	ways   []way
	out    *sheet

	looks  map[string][]column // by page
	papers []entry
}

func newBuilder(s *studio, p *pack.Pack, ways []way) *builder {
	texts := p.Catalog(forms.French)
	return &builder{
		studio: s, pack: p, texts: texts, tell: newTeller(p), ways: ways, looks: map[string][]column{},
		out: &sheet{
			Title: texts.Text("pack.title"), Pack: p.String(),
			Made: words.LongDate(words.For(forms.French), s.Now),
		},
	}
}

// add takes the views and the papers of one language.
func (b *builder) add(seen *take) error {
	name := langName(seen.lang)
	for i, shot := range seen.shots {
		one := column{Lang: name}
		var parts []*picture
		for _, v := range append([]session.View{shot.view}, shot.then...) {
			parts = append(parts, b.studio.gallery.page(v)...)
		}
		for k, p := range parts {
			file := fmt.Sprintf("%s-%02d-%s%s.png", seen.lang, i+1, fileName(shot.key()), nth(k))
			one.Pictures = append(one.Pictures, b.show(file, shot.view.Title.S, p))
		}
		b.looks[shot.key()] = append(b.looks[shot.key()], one)
	}
	for i, doc := range slices.Concat(seen.papers, b.notices(seen.lang)) {
		if err := b.paper(seen.lang, name, i, doc); err != nil {
			return err
		}
	}
	return nil
}

// key tells the two pages of a repeat apart.
func (s shot) key() string {
	if s.more {
		return s.id + "+"
	}
	return s.id
}

func fileName(key string) string { return strings.NewReplacer(":", "-", "+", "-encore").Replace(key) }

func nth(k int) string {
	if k == 0 {
		return ""
	}
	return "-" + strconv.Itoa(k+1)
}

func (b *builder) show(file, alt string, p *picture) *shown {
	s := &shown{File: file, Alt: alt, Cut: len(p.cut) > 0, of: p}
	b.out.pictures = append(b.out.pictures, s)
	return s
}

// paper puts the same paper of all languages into one entry.
func (b *builder) paper(lang forms.Lang, name string, i int, doc printer.Document) error {
	p, err := b.studio.gallery.paper(doc)
	if err != nil {
		return err
	}
	file := fmt.Sprintf("%s-papier-%02d-%s.png", lang, i+1, doc.Name)
	one := column{Lang: name, Pictures: []*shown{b.show(file, doc.Title, p)}}
	for k := range b.papers {
		if b.papers[k].ID == fmt.Sprintf("papier-%d", i+1) {
			b.papers[k].Columns = append(b.papers[k].Columns, one)
			return nil
		}
	}
	b.papers = append(b.papers, entry{
		ID: fmt.Sprintf("papier-%d", i+1), Title: paperNames[doc.Name], Kind: doc.Title, Columns: []column{one},
	})
	return nil
}

// paperNames say what a paper is for.
var paperNames = map[string]string{
	"receipt":      "Le reçu de la demande",
	"contacts":     "Les personnes à qui parler",
	"documents":    "La liste des documents à apporter",
	"exit":         "L’adresse d’une sortie",
	"sheet":        "La feuille remplie",
	"reminders":    "Les rappels, si la personne les demande",
	"notification": "Ce que la mairie répond (avec un exemple)",
}

// sheet is all of it, in the order of the form.
func (b *builder) sheet(folder fs.FS) *sheet {
	b.out.Facts = b.facts()
	b.plain(folder)
	b.out.Sections = append([]part{{Title: "Avant de commencer", Entries: b.of(
		entry{ID: idMenu, Title: "Le choix de la démarche"}, entry{ID: idBefore, Title: "Ce qu’il faut savoir"},
	)}}, b.sections()...)
	b.out.Sections = append(b.out.Sections, part{Title: "À la fin", Entries: b.of(
		entry{ID: idCheck, Title: "Vérifier ses réponses"}, entry{ID: idDone, Title: "La demande est partie"},
	)})
	for _, e := range b.pack.Form.Exits {
		b.out.Exits = append(b.out.Exits, b.exit(e)...)
	}
	b.out.Papers = b.papers
	return b.out
}

// of are the entries that were seen, with their pictures.
func (b *builder) of(all ...entry) []entry {
	var out []entry
	for _, e := range all {
		if e.Columns = b.looks[e.ID]; e.Columns != nil {
			e.ID = "page-" + fileName(e.ID)
			out = append(out, e)
		}
	}
	return out
}

// sections are the pages in order; a new one begins where the pack says so.
func (b *builder) sections() []part {
	var out []part
	last := "\x00"
	n := 0
	each(b.pack.Form, func(p *forms.Page) {
		section := p.Section
		if r := repeatOf(b.pack.Form, p); r != nil {
			section = r.Section
		}
		if section != last {
			last = section
			out = append(out, part{Title: b.sectionTitle(section)})
		}
		for _, e := range b.of(b.page(p)) {
			if p.Asks() {
				n++
				e.Number = strconv.Itoa(n)
			}
			now := &out[len(out)-1]
			now.Entries = append(now.Entries, e)
		}
	})
	return slices.DeleteFunc(out, func(p part) bool { return len(p.Entries) == 0 })
}

func (b *builder) sectionTitle(id string) string {
	if id == "" {
		return "Les questions"
	}
	return b.texts.Text("section." + id)
}

// page is one page of the form, with when it is shown and where it leads.
func (b *builder) page(p *forms.Page) entry {
	e := entry{ID: p.ID, Title: b.texts.Text(p.Key("title"), "n", "1"), Kind: kinds[p.Type], Notes: b.notes(p)}
	if p.Type == forms.Repeat {
		e.ID += "+" // its first page, or whether there is another one
	}
	if p.VisibleIf != nil {
		e.Only = "Seulement si " + b.tell.say(p.VisibleIf) + "."
	}
	for _, l := range p.Leave {
		e.Exits = append(e.Exits, "Si "+b.tell.say(l.If)+", la démarche s’arrête là\u00a0: «\u00a0"+b.texts.Text("exit."+l.To+".title")+"\u00a0».")
	}
	return e
}

func (b *builder) exit(x forms.Exit) []entry {
	e := entry{ID: "exit:" + x.ID, Title: b.texts.Text("exit." + x.ID + ".title")}
	if x.URL != "" {
		e.Notes = []string{"Le code mène à " + x.URL}
	}
	return b.of(e)
}
