package notice

import (
	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Template is a notice with its facts still to come, in every language that it
// is written in.
//
//	kind: acknowledgement
//	regime: implicit_rejection
//	silence: 2 months
//	appeal: 2 months
//	languages: [fr, fr-x-falc, en]
//	title: {fr: "Accusé de réception", …}
//	blocks:
//	  - mention: received
//	    text: {fr: "Nous avons reçu votre demande le {received_on}.", …}
//
// Names between braces are facts: see [Placeholders].
type Template struct {
	Kind      Kind         `yaml:"kind,required"`
	Regime    Regime       `yaml:"regime,required"`
	Silence   Span         `yaml:"silence"`   // until silence is an answer
	Appeal    Span         `yaml:"appeal"`    // to go to court
	Documents Span         `yaml:"documents"` // to bring what is missing
	Languages []forms.Lang `yaml:"languages,required"`
	Title     Texts        `yaml:"title,required"`
	Blocks    []Block      `yaml:"blocks,required"`

	doc *strictyaml.Doc // nil: written in Go
}

// Block is a paragraph or more. A line of its text that names a list stands for
// as many lines; a line whose only facts may be left out, and are, is left out.
// An empty line is white between two paragraphs.
type Block struct {
	Mention string `yaml:"mention"` // which mention this is; empty: none
	Heading Texts  `yaml:"heading"`
	Text    Texts  `yaml:"text,required"`
}

// Texts is a text in several languages.
type Texts map[forms.Lang]string

// Read reads a template; the file is only named in faults. The error is a
// [forms.Faults]: what is no template, or what [Lint] finds, all at once.
func Read(file string, data []byte) (Template, error) {
	doc, faults := strictyaml.Parse(file, data)
	if faults != nil {
		return Template{}, faults
	}
	t := Template{doc: doc}
	if faults := doc.Decode(&t); faults != nil {
		return Template{}, faults
	}
	return t, Lint(t)
}

// at is where something of the template stands.
func (t Template) at(path ...any) strictyaml.Place {
	if t.doc == nil {
		return strictyaml.Place{File: "template"}
	}
	return t.doc.At(path...)
}
