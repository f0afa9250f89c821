package pack

import (
	"fmt"
	"slices"

	"guichet/forms"
)

// keyTypes are the keys of a page that only some types have.
var keyTypes = map[string][]forms.Type{
	"choices":      {forms.ChoiceOne, forms.ChoiceMany},
	"list":         {forms.ChoiceOne, forms.ChoiceMany, forms.ChoiceLinked},
	"min":          {forms.Number, forms.Money, forms.ChoiceMany, forms.Repeat},
	"max":          {forms.Number, forms.Money, forms.ChoiceMany, forms.Repeat},
	"min_date":     {forms.Date, forms.MonthYear},
	"max_date":     {forms.Date, forms.MonthYear},
	"unknown_day":  {forms.Date},
	"max_length":   {forms.ShortText, forms.LongText},
	"pages":        {forms.Repeat},
	"summary_from": {forms.Repeat},
}

// notFor are the keys that some types have not: what is only read or agreed to
// cannot be left out.
var notFor = map[string][]forms.Type{
	"optional": {forms.Explanation, forms.Declaration, forms.Repeat},
	"unknown":  {forms.Explanation, forms.Declaration, forms.Repeat, forms.File, forms.Signature},
	"concept":  {forms.Explanation, forms.Declaration, forms.Repeat, forms.File, forms.Signature},
	"leave":    {forms.Repeat},
}

// checkKeys refuses keys that mean nothing for the type of the page.
func (l *loader) checkKeys(p *forms.Page, path []any) {
	for key, types := range keyTypes {
		if !slices.Contains(types, p.Type) && l.written(path, key) {
			l.need(false, fmt.Sprintf("%s means nothing for type %s", key, p.Type), "remove it, or change the type", with(path, key)...)
		}
	}
	for key, types := range notFor {
		if slices.Contains(types, p.Type) && l.written(path, key) {
			l.need(false, fmt.Sprintf("%s means nothing for type %s", key, p.Type), "remove it", with(path, key)...)
		}
	}
	both := l.written(path, "choices") && l.written(path, "list")
	l.need(!both, "choices and list together", "keep one", with(path, "list")...)
}

// written tells whether a page has a key.
func (l *loader) written(path []any, key string) bool {
	return l.formDoc.Has(with(path, key)...)
}
