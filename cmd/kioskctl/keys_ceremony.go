package main

import (
	"context"
	_ "embed"
	"flag"
	"io"
)

//go:embed keys_ceremony.txt
var ceremonyText string

var keysCeremony = command{
	name:  "keys ceremony",
	short: "Read how keys are made, kept, replaced: print it and follow it",
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, p program, _ []string) error {
			_, err := io.WriteString(p.out, ceremonyText)
			return err
		}
	},
}
