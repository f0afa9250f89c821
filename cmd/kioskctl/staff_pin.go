package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"guichet/kiosk/staff/badge"
)

var staffPin = command{
	name: "staff pin", args: "[--config FILE]",
	short: "On a kiosk: choose the number that opens staff mode",
	long: `Four to eight digits, asked for twice and not shown; where there is no terminal
one line is read. Only its hash is kept, in staff.pin of the data folder. It
opens from its next use on: nothing needs a restart. Forgotten? Choose another.`,
	setup: setupStaffPin,
}

func setupStaffPin(set *flag.FlagSet) action {
	own := flagOwnFolder(set)
	return func(_ context.Context, p program, _ []string) error {
		f, err := own.open()
		if err != nil {
			return err
		}
		defer f.Close()
		number, err := p.newNumber()
		if err != nil {
			return err
		}
		if err := badge.SetNumber(f.Disk, number); err != nil {
			return numberMend(err)
		}
		if err := f.handOver(badge.NumberFile); err != nil {
			return err
		}
		fmt.Fprintln(p.out, "The number is chosen. It opens staff mode from now on.")
		return nil
	}
}

// newNumber asks for one twice on a terminal, and reads a line elsewhere.
func (p program) newNumber() (string, error) {
	if in, ok := p.in.(*os.File); !ok || !term.IsTerminal(int(in.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(p.in, 1<<10)).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	}
	return askNumber(askTerminal)
}

// askNumber asks until a number is good and was typed twice, three times at
// most.
func askNumber(ask func(prompt string) (string, error)) (number string, err error) {
	note := ""
	for range askTimes {
		var mistake error
		if number, mistake, err = askNumberTwice(ask, note); err != nil || mistake == nil {
			return number, err
		}
		note, err = mistake.Error()+"\n", mistake
	}
	return "", err
}

func askNumberTwice(ask func(string) (string, error), note string) (number string, mistake, err error) {
	if number, err = ask(note + "New number of the staff (4 to 8 digits): "); err != nil {
		return "", nil, err
	}
	if mistake = numberMend(badge.Judge(number)); mistake != nil {
		return "", mistake, nil
	}
	again, err := ask("The same again: ")
	if err == nil && again != number {
		mistake = errors.New("the two numbers differ")
	}
	return number, mistake, err
}

// numberFaults say why a number is refused, and what would do.
var numberFaults = map[string]string{
	"digits": "a number has digits only",
	"short":  "a number has at least 4 digits",
	"long":   "a number has at most 8 digits",
	"same":   "all its digits are the same: anybody tries that first",
	"row":    "its digits are in a row: anybody tries that first",
	"twice":  "it is the same digits twice: anybody tries that first",
	"year":   "it looks like a year of birth: anybody tries that first",
	"common": "it is a pattern on the keys: anybody tries that first",
}

func numberMend(err error) error {
	var weak *badge.WeakError
	if errors.As(err, &weak) {
		return errors.New(numberFaults[weak.Word])
	}
	return err
}
