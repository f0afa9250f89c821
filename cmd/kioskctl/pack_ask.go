package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// asked fills in what no flag has told.
func (p program) asked(set *flag.FlagSet, told map[string]*string, yes bool) (newPack, error) {
	var n newPack
	in := bufio.NewReader(p.in)
	given := map[string]bool{}
	set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if !yes {
		fmt.Fprint(p.out, "An empty line takes the answer between brackets, \"-\" none.\n\n")
	}
	for i, q := range newQuestions {
		var err error
		if given[q.flag] || yes {
			err = q.fill(&n, *told[q.flag], given[q.flag])
		} else {
			fmt.Fprintf(p.out, "%d of %d. ", i+1, len(newQuestions))
			err = p.ask(in, q, &n)
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// fill takes what a flag says, or what is usual.
func (q question) fill(n *newPack, said string, given bool) error {
	if !given {
		said = q.usual(n)
	}
	kept, err := q.check(said)
	if err != nil {
		return usagef("--%s: %w", q.flag, err)
	}
	*q.into(n) = kept
	return nil
}

// ask asks until the answer is one; an empty line takes what is usual, "-"
// nothing.
func (p program) ask(in *bufio.Reader, q question, n *newPack) error {
	usual := q.usual(n)
	fmt.Fprintln(p.out, q.ask)
	if q.why != "" {
		fmt.Fprintf(p.out, "  %s\n", q.why)
	}
	for {
		fmt.Fprintf(p.out, "  [%s] ", usual)
		line, err := in.ReadString('\n')
		if err != nil && line == "" {
			return fmt.Errorf("no answer to %q: %w", q.ask, noAnswer(err))
		}
		line = strings.TrimSpace(line)
		switch line {
		case "":
			line = usual
		case "-":
			line = ""
		}
		kept, wrong := q.check(line)
		if wrong == nil {
			*q.into(n) = kept
			return nil
		}
		fmt.Fprintf(p.out, "  %s\n", wrong)
	}
}

func noAnswer(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("the input has ended; say --yes to take what is usual")
	}
	return err
}
