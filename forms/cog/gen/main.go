// Gen writes communes.gz, the official geographic code as package cog embeds
// it, from the npm package @etalab/decoupage-administratif.
//
//	go generate ./forms/cog                 # fetches the package with npm pack
//	go run ./forms/cog/gen -tgz FILE -o communes.gz
//
// A new year of the code is a new version of the package: change [version],
// run go generate, and change the counts in cog_test.go. The output is the
// same, byte for byte, for the same input.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	source  = "@etalab/decoupage-administratif"
	version = "6.0.0" // the code of 2026
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	tgz := flag.String("tgz", "", "the npm package; fetched when not given")
	out := flag.String("o", "communes.gz", "file to write")
	flag.Parse()
	if err := run(*tgz, *out); err != nil {
		log.Fatal(err)
	}
}

func run(tgz, out string) error {
	if tgz == "" {
		dir, err := os.MkdirTemp("", "cog")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if tgz, err = fetch(dir); err != nil {
			return err
		}
	}
	d, err := readPackage(tgz)
	if err != nil {
		return err
	}
	return os.WriteFile(out, compress(d.lines()), 0o644)
}

// fetch downloads the package into dir with npm, which checks its hash.
func fetch(dir string) (string, error) {
	cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, source+"@"+version)
	cmd.Stderr = os.Stderr
	name, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("npm pack %s: %w", source, err)
	}
	return filepath.Join(dir, strings.TrimSpace(string(name))), nil
}

func compress(lines []string) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	for _, l := range lines {
		fmt.Fprintln(w, l) // a bytes.Buffer takes all
	}
	w.Close()
	return b.Bytes()
}
