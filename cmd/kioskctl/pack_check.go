package main

import (
	"context"
	"encoding/json"
	"flag"
)

var packCheck = command{
	name: "pack check", args: "FOLDER", words: 1, least: 1,
	short: "Say whether a pack is good before any citizen sees it",
	long: `FOLDER is the folder of a pack, or a file of "kioskctl pack build". It is
refused, with exit status 1, where it cannot work, breaks a rule of plain
language that can be measured, lacks what the law wants, or fails one of its own
tests (tests/*.yaml; "kioskctl pack manual tests" says how to write them).
Advice refuses nothing: read it, and decide.

Each finding has its file, line and column, and a better sentence where there is
one. The scores: words a sentence; ease goes to 100, higher is easier; LIX,
lower is easier.`,
	setup: setupPackCheck,
}

func setupPackCheck(set *flag.FlagSet) action {
	asJSON := set.Bool("json", false, "write everything as JSON")
	all := set.Bool("pages", false, "give the scores of every page, not only of the hardest")
	return func(_ context.Context, p program, words []string) error {
		folder, err := packFiles(words[0])
		if err != nil {
			return err
		}
		in, err := inspect(folder)
		if err != nil {
			return err
		}
		if *asJSON {
			err = p.writeJSON(in)
		} else {
			p.reportPack(in, *all)
		}
		return verdict(in, err)
	}
}

// verdict ends with the status that says whether the pack is good; what is
// wrong was said.
func verdict(in *inspection, err error) error {
	if err == nil && in.refused() > 0 {
		err = &exitError{exitFailed, nil}
	}
	return err
}

func (p program) writeJSON(in *inspection) error {
	enc := json.NewEncoder(p.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(in.plain())
}
