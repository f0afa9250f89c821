package main

import (
	"strings"
	"testing"
)

// The help names every command, and each command has a help of its own.
func TestHelp(t *testing.T) {
	all := kioskctl(t)
	golden(t, "help.txt", all.out)
	for _, args := range [][]string{{"help"}, {"--help"}, {"-h"}} {
		if r := kioskctl(t, args...); r.status != exitDone || r.out != all.out {
			t.Errorf("%q: %+v", args, r)
		}
	}
	for _, c := range commands {
		if !strings.Contains(all.out, "  "+c.name+" ") || !strings.Contains(all.out, c.short) {
			t.Errorf("the help does not name %q", c.name)
		}
		r := kioskctl(t, append(strings.Fields(c.name), "--help")...)
		if r.status != exitDone || r.err != "" || !strings.HasPrefix(r.out, "usage: kioskctl "+c.name) {
			t.Errorf("%s --help: %+v", c.name, r)
		}
		golden(t, "help-"+strings.ReplaceAll(c.name, " ", "-")+".txt", r.out)
	}
}

// The name of a group lists its commands and no others.
func TestHelpOfAGroup(t *testing.T) {
	for _, args := range [][]string{{"printer"}, {"printer", "--help"}, {"pack"}} {
		r := kioskctl(t, args...)
		for _, c := range commands {
			inside := strings.HasPrefix(c.name, args[0]+" ")
			if strings.Contains(r.out, "  "+c.name+" ") != inside {
				t.Errorf("%q: %s is listed: %v", args, c.name, !inside)
			}
		}
		if r.status != exitDone || r.err != "" {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// A mistake of the command line is one line, with the way to the help.
func TestUsageMistakes(t *testing.T) {
	for line, want := range map[string]string{
		"prnter":                                 `there is no command "prnter"`,
		"printer lst":                            `there is no command "printer lst"`,
		"printer list now":                       `"now" is one word too many`,
		"printer status --prot x":                "flag provided but not defined: -prot",
		"printer status --port x":                "--profile is missing; there are",
		"printer status --profile tm-x --port x": `there is no profile "tm-x"`,
		"printer status --profile generic-58mm":  "--port is missing",
		"printer status --profile generic-58mm --port x --flow dtr": "Flow",
		"printer print --profile generic-58mm --to x":               "printer print takes",
		"printer test --profile generic-58mm --to hall/printer":     `there is no port "hall/printer"; if you mean a file, say file:hall/printer`,
		"printer test --profile generic-58mm --to file:":            "--to is missing",
		"printer test --profile generic-58mm":                       "--to is missing",
		"printer detect --baud fast":                                `"fast" is no speed`,
		"printer sim --model tm-x":                                  `there is no profile "tm-x"`,
		"printer sim --baud -1":                                     "not negative",
	} {
		r := kioskctl(t, strings.Fields(line)...)
		if r.status != exitUsage || !strings.Contains(r.err, want) || strings.Count(r.err, "\n") != 1 || r.out != "" {
			t.Errorf("%s: %+v, want %s", line, r, want)
		}
	}
}

// Flags may stand behind the words, and behind "--" a word may look like one.
func TestOrderOfWords(t *testing.T) {
	r := kioskctl(t, "printer", "print", "testdata/none.yaml", "--profile", model, "--to", "-")
	if r.status != exitFailed || !strings.Contains(r.err, "none.yaml") {
		t.Errorf("%+v", r)
	}
	r = kioskctl(t, "printer", "print", "--profile", model, "--to", "-", "--", "--none.yaml")
	if r.status != exitFailed || !strings.Contains(r.err, "--none.yaml") {
		t.Errorf("%+v", r)
	}
}
