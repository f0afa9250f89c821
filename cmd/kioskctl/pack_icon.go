package main

import (
	"fmt"
	"io/fs"
	"strings"

	"guichet/forms/lint"
	"guichet/forms/strictyaml"
	"guichet/kiosk/ui/icon"
)

// checkIcon advises where the kiosk of this version has no such icon: it would
// leave the place empty.
func (in *inspection) checkIcon(files fs.FS) {
	name := in.pack.Icon
	if name == "" || icon.Has(name) {
		return
	}
	at := strictyaml.Place{File: "pack.yaml", Line: 1, Column: 1}
	if data, err := fs.ReadFile(files, at.File); err == nil {
		if doc, faults := strictyaml.Parse(at.File, data); faults == nil {
			at = doc.At("icon")
		}
	}
	mend := "there are " + strings.Join(icon.Names(), ", ")
	if near, ok := strictyaml.Nearest(name, icon.Names()); ok {
		mend = fmt.Sprintf("did you mean %q?", near)
	}
	in.lint.Findings = append(in.lint.Findings, lint.Finding{Place: at, Level: lint.Advice, Rule: "icon",
		What: fmt.Sprintf("the kiosk has no icon %q", name), Mend: mend})
}
