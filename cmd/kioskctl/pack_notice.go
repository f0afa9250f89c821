package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guichet/forms/notice"
	"guichet/forms/strictyaml"
)

var packNotice = command{
	name: "pack notice", args: "FOLDER [NAME]", words: 2, least: 1,
	short: "Put a notice of the town hall into a pack, with the mentions of the law",
	long: `Without NAME it lists them: the acknowledgement where silence becomes a yes or a
no, missing documents, the decision, the certificate, the transfer to another
authority. With NAME it writes FOLDER/notifications/NAME.yaml, in the three
languages, to be changed: its first lines say what. "kioskctl pack check" refuses
one that lacks a mention which the law wants, with the article; "kiosk preview"
draws it.`,
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, p program, words []string) error {
			if len(words) == 1 {
				return p.listNotices()
			}
			return p.writeNotice(words[0], words[1])
		}
	},
}

func (p program) listNotices() error {
	for _, name := range notice.Names() {
		data, err := notice.Shipped(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "%s\n  %s\n", name, firstComment(data))
	}
	return nil
}

// firstComment is the first sentence of what a template says of itself.
func firstComment(data []byte) string {
	var words []string
	for line := range bytes.Lines(data) {
		text, ok := bytes.CutPrefix(line, []byte("#"))
		if !ok {
			break
		}
		words = append(words, strings.Fields(string(text))...)
	}
	first, _, _ := strings.Cut(strings.Join(words, " ")+" ", ". ")
	return strings.TrimSuffix(strings.TrimSpace(first), ".") + "."
}

func (p program) writeNotice(folder, name string) error {
	if !slices.Contains(notice.Names(), name) {
		return usagef("there is no notice %q: %s", name, strictyaml.MendName(name, notice.Names()))
	}
	if _, err := os.Stat(filepath.Join(folder, "pack.yaml")); err != nil {
		return fmt.Errorf("%s is not the folder of a pack: %w", folder, err)
	}
	data, err := notice.Shipped(name)
	if err != nil {
		return err
	}
	file := filepath.Join(folder, "notifications", name+".yaml")
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already, and may hold your changes: rename it first", file)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := writeWhole(file, data); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "written: %s\n", file)
	return nil
}
