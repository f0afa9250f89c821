package main

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The guides and the README name only commands and flags that there are: in
// blocks of sh each line that begins with one of our programs, and in running text
// what stands between backquotes.
func TestTheGuideNamesCommandsThatExist(t *testing.T) {
	for file, least := range map[string]int{"../../packaging/guide-administrateur.md": 50, "../../README.md": 15, "../../packaging/README.md": 15} {
		lines := quotedCommands(t, file)
		if len(lines) < least {
			t.Errorf("%s: %d commands only", file, len(lines))
		}
		for _, line := range lines {
			if fault := lineFault(t, line); fault != "" {
				t.Errorf("%s: %s: %s", file, line.text, fault)
			}
		}
	}
}

// The test above sees what it is there for.
func TestARottenGuideIsSeen(t *testing.T) {
	for text, want := range map[string]string{
		"kioskctl pack publish x":                  "no command",
		"kioskctl pack push x --rolout":            "not defined: -rolout",
		"kioskctl pack rollout a b c":              "one word too many",
		"kioskctl inbox read":                      "takes",
		"kioskhub start":                           "no command",
		"guichetctl pine":                          "no command pine",
		"guichetctl hub start":                     "no command start",
		"guichetctl hub user -colour x list":       "no flag -colour",
		"guichetctl ctl printer stat":              "no command printer stat",
		"kioskctl staff stat …":                    "no command staff stat",
		"kioskhub user -role agent -colour x list": "no flag -colour",
		"kioskhub init -town 04999 x":              "no flag -town",
		"kiosk preview --wach salle":               "no flag -wach",
		"kiosk -watch":                             "no flag -watch",
	} {
		if got := lineFault(t, commandLine{text, true}); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// commandLine is a command in a text. A whole one stands in a block and has
// all that it needs.
type commandLine struct {
	text  string
	whole bool
}

// programs are those whose commands are looked at.
var programs = []string{"kioskctl", "kioskhub", "kiosk", "guichetctl"}

var inline = regexp.MustCompile("`((?:" + strings.Join(programs, "|") + ") [^`]+)`")

func quotedCommands(t *testing.T, file string) (all []commandLine) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "```"):
			if block != "" {
				block = ""
			} else {
				block = strings.TrimPrefix(line, "```") + "."
			}
		case block == "sh." && slices.Contains(programs, strings.Fields(line + " -")[0]):
			all = append(all, commandLine{line, true})
		case block == "":
			for _, m := range inline.FindAllStringSubmatch(line, -1) {
				all = append(all, commandLine{m[1], false})
			}
		}
	}
	return all
}

// shellWord is a word, or one between quotes; what follows # or > is no part
// of the command, and what … stands for is anything.
var shellWord = regexp.MustCompile(`"[^"]*"|'[^']*'|[^\s"']+`)

func shellWords(line string) (words []string) {
	for _, word := range shellWord.FindAllString(line, -1) {
		if strings.HasPrefix(word, "#") || slices.Contains([]string{">", "|", "…"}, word) {
			break
		}
		words = append(words, strings.Trim(word, `"'`))
	}
	return words
}

// lineFault is what is wrong with a command; "" if nothing is.
func lineFault(t *testing.T, line commandLine) string {
	words := shellWords(line.text)
	switch words[0] {
	case "kioskctl":
		return ownFault(words[1:], line.whole)
	case "kioskhub":
		return hubFault(t, words[1:])
	case "guichetctl":
		return scriptFault(t, words[1:], line.whole)
	}
	if words[1] == "preview" {
		return flagFault(words[2:], flagsIn(t, "../kiosk/preview.go"))
	}
	return flagFault(words[1:], flagsIn(t, "../kiosk/main.go"))
}

func hubFault(t *testing.T, words []string) string {
	switch name := words[0]; {
	case name == strings.ToUpper(name): // it stands for one
		return ""
	case !slices.Contains(hubCommands(t), name):
		return "there is no command " + name
	default:
		return flagFault(words[1:], flagsIn(t, "../kioskhub/"+name+".go", "../kioskhub/program.go"))
	}
}

// scriptFault is for guichetctl, which runs the others as the right user.
func scriptFault(t *testing.T, words []string, whole bool) string {
	cases := scriptCases(t)
	switch {
	case words[0] == "ctl":
		return ownFault(words[1:], whole)
	case !slices.Contains(cases, words[0]):
		return "there is no command " + words[0]
	case words[0] == "hub" && len(words) > 1 && !slices.Contains(cases, words[1]):
		return hubFault(t, words[1:])
	}
	return ""
}

// scriptCases are the labels of the script's commands.
func scriptCases(t *testing.T) (names []string) {
	data, err := os.ReadFile("../../packaging/guichetctl")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^\t?([a-z]+)\)`).FindAllStringSubmatch(string(data), -1) {
		names = append(names, m[1])
	}
	return names
}

// ownFault reads a command of this program as the program does.
func ownFault(words []string, whole bool) string {
	if len(words) == 1 && words[0] == "help" {
		return ""
	}
	c, rest, ok := find(words)
	if !ok {
		if len(words) == 1 && inGroup(words[0]) {
			return ""
		}
		return "there is no command " + strings.Join(words, " ")
	}
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	c.setup(set)
	rest, err := parse(set, rest)
	if err == nil && whole {
		err = c.count(rest)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// flagFault names the first word that is a flag and not one of those.
func flagFault(words, flags []string) string {
	for _, word := range words {
		name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
		if strings.HasPrefix(word, "-") && !slices.Contains(flags, name) {
			return "there is no flag -" + name
		}
	}
	return ""
}

// hubCommands are the names in kioskhub's list; each has a file of its name.
func hubCommands(t *testing.T) (names []string) {
	files, err := filepath.Glob("../kioskhub/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		eachNode(t, file, func(n ast.Node) {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "name" {
					names = append(names, literals(pair.Value)...)
				}
			}
		})
	}
	return names
}

// flagsIn are the flags that files declare: the first text that a call such as
// set.String or set.BoolVar is given.
func flagsIn(t *testing.T, files ...string) (names []string) {
	declares := []string{"String", "StringVar", "Bool", "BoolVar", "Var", "Int", "IntVar", "Duration", "DurationVar"}
	for _, file := range files {
		eachNode(t, file, func(n ast.Node) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains(declares, method.Sel.Name) {
				names = append(names, literals(call.Args...)[:min(1, len(literals(call.Args...)))]...)
			}
		})
	}
	return names
}

func eachNode(t *testing.T, file string, visit func(ast.Node)) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool { visit(n); return true })
}

func literals(list ...ast.Expr) (texts []string) {
	for _, e := range list {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				texts = append(texts, text)
			}
		}
	}
	return texts
}
