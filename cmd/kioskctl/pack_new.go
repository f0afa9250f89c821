package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"text/template"
)

//go:embed pack_new
var newTemplates embed.FS

var packNew = command{
	name: "pack new", args: "[FOLDER]", words: 1,
	short: "Write a pack that works, from a few questions",
	long: `It asks for the town hall, the procedure and whom to ask, and writes a folder
with comments, three languages and tests: a pack that passes "kioskctl pack
check" and can be shown at once. Then put your own questions in. FOLDER is the
short name of the pack if left out; it must not exist, or be empty.

An empty line takes the answer between brackets, "-" none. Every question has a
flag; with --yes nothing is asked.`,
	setup: setupPackNew,
}

func setupPackNew(set *flag.FlagSet) action {
	yes := set.Bool("yes", false, "ask nothing: take what is usual where no flag says otherwise")
	told := map[string]*string{}
	for _, q := range newQuestions {
		told[q.flag] = set.String(q.flag, "", q.ask)
	}
	return func(_ context.Context, p program, words []string) error {
		n, err := p.asked(set, told, *yes)
		if err != nil {
			return err
		}
		folder := n.ID
		if len(words) > 0 {
			folder = words[0]
		}
		if err := n.write(folder); err != nil {
			return err
		}
		return p.written(folder)
	}
}

// write makes the folder from the templates.
func (n newPack) write(folder string) error {
	if err := emptyFolder(folder); err != nil {
		return err
	}
	root, err := fs.Sub(newTemplates, "pack_new")
	if err != nil {
		return err
	}
	return fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(path, 0o755)
		}
		data, err := n.filled(root, name)
		if err != nil {
			return err
		}
		return os.WriteFile(path, data, 0o644)
	})
}

func emptyFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty: name a new folder", folder)
	}
	return nil
}

// filled is a file with the answers in it. q puts them between the quotes of
// YAML, which are those of Go for what a line can hold.
func (n newPack) filled(root fs.FS, name string) ([]byte, error) {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Funcs(template.FuncMap{"q": strconv.Quote}).Parse(string(text))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, n)
	return out.Bytes(), err
}

// written checks what was written, and says what to do with it.
func (p program) written(folder string) error {
	in, err := inspect(os.DirFS(folder))
	if err != nil {
		return err
	}
	if in.refused() > 0 {
		p.reportPack(in, false)
		return verdict(in, nil)
	}
	fmt.Fprintf(p.out, `
written: %[1]s, a pack that passes its check

What next:
  1. Open %[2]s and put your own questions in, one page each.
  2. Write their texts in %[3]s, in every language.
  3. kioskctl pack check %[1]s    says what is wrong, and how to mend it
  4. kiosk preview %[1]s          shows every page and the paper as they will be
  5. kioskctl pack build %[1]s    makes the file to sign and publish
`, folder, filepath.Join(folder, "form.yaml"), filepath.Join(folder, "i18n"))
	return nil
}
