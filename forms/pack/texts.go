package pack

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// readTexts reads i18n/<lang>.yaml of every language of the pack.
func (l *loader) readTexts() {
	l.texts = map[forms.Lang]map[string]strictyaml.Text{}
	for _, lang := range l.languages() {
		data, ok := l.read(textFile(lang))
		if !ok {
			continue
		}
		texts, faults := strictyaml.Texts(textFile(lang), data)
		l.add(faults...)
		if texts != nil {
			l.texts[lang] = texts
		}
	}
	if len(l.languages()) == 0 {
		return // missing, and said so
	}
	names, _ := fs.Glob(l.fsys, "i18n/*.yaml")
	for _, name := range names {
		lang := forms.Lang(strings.TrimSuffix(path.Base(name), ".yaml"))
		if !slices.Contains(l.manifest.Languages, lang) {
			l.add(forms.Fault{File: name, What: "the pack is not written in " + string(lang), Mend: "add it to languages in pack.yaml, or remove the file"})
		}
	}
}

func textFile(lang forms.Lang) string { return "i18n/" + string(lang) + ".yaml" }

// languages are those of the manifest, each once.
func (l *loader) languages() []forms.Lang {
	if l.langs != nil {
		return l.langs
	}
	l.langs = []forms.Lang{}
	for _, lang := range l.manifest.Languages[:min(len(l.manifest.Languages), maxLanguages)] {
		if langShape.MatchString(string(lang)) && !slices.Contains(l.langs, lang) {
			l.langs = append(l.langs, lang)
		}
	}
	return l.langs
}

// catalogs puts texts and labels of lists together.
func (l *loader) catalogs() map[forms.Lang]forms.Catalog {
	out := map[forms.Lang]forms.Catalog{}
	for _, lang := range l.languages() {
		all := map[string]string{}
		for key, t := range l.texts[lang] {
			all[key] = t.Text
		}
		eachPage(l.form, func(p *forms.Page, _ []any) {
			for _, c := range l.form.Lists[p.List].Choices {
				all[p.ChoiceKey(c.Value)] = c.Labels[lang]
			}
		})
		out[lang] = forms.NewCatalog(lang, all)
	}
	return out
}
