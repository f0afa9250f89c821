package words

import (
	"io/fs"
	"path"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// read reads every file of these languages in a folder; a key may stand once.
func read(fsys fs.FS, folder string, langs []forms.Lang) (map[forms.Lang]forms.Catalog, error) {
	out := map[forms.Lang]forms.Catalog{}
	var faults forms.Faults
	for _, lang := range langs {
		texts, found := readLanguage(fsys, path.Join(folder, string(lang)))
		faults = append(faults, found...)
		out[lang] = forms.NewCatalog(lang, texts)
	}
	return out, faults.Err()
}

func readLanguage(fsys fs.FS, dir string) (map[string]string, forms.Faults) {
	names, _ := fs.Glob(fsys, path.Join(dir, "*.yaml"))
	out := map[string]string{}
	seen := map[string]strictyaml.Place{}
	var faults forms.Faults
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, forms.Faults{{File: name, What: err.Error()}}
		}
		texts, found := strictyaml.Texts(name, data)
		faults = append(faults, found...)
		for key, t := range texts {
			if first, ok := seen[key]; ok {
				faults = append(faults, t.Place.Fault("key \""+key+"\" stands twice", "the other is at "+first.String()))
			}
			seen[key], out[key] = t.Place, t.Text
		}
	}
	faults.Sort()
	return out, faults
}
