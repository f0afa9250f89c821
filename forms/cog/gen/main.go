// Gen writes what package cog embeds: communes.gz, the communes of France, and
// countries.gz, the countries of the world, from npm packages.
//
//	go generate ./forms/cog                     # fetches the packages with npm pack
//	go run ./forms/cog/gen -only countries -o countries.gz
//
// A new year of the code is a new version of a package: change it in
// [packages], run packaging/data.sh, and change the counts in the tests. The
// output is the same, byte for byte, for the same input.
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

// packages are the sources, each with the version that is read.
var packages = map[string]string{
	"@etalab/decoupage-administratif": "6.0.0", // the code of 2026
	"cldr-localenames-full":           "48.2.0",
	"i18n-iso-countries":              "7.14.0",
	"french-ssn":                      "4.1.0",
}

// makers give the lines of each embedded file. fetch gives the archive of a
// package by its name.
var makers = map[string]func(fetch func(string) (string, error)) ([]string, error){
	"communes":  communeLines,
	"countries": countryLines,
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	only := flag.String("only", "communes", "what to write: communes or countries")
	out := flag.String("o", "communes.gz", "file to write")
	flag.Parse()
	if err := run(*only, *out); err != nil {
		log.Fatal(err)
	}
}

func run(only, out string) error {
	lines, ok := makers[only]
	if !ok {
		return fmt.Errorf("-only %s: communes or countries", only)
	}
	dir, err := os.MkdirTemp("", "cog")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	text, err := lines(func(name string) (string, error) { return fetch(dir, name) })
	if err != nil {
		return err
	}
	return os.WriteFile(out, compress(text), 0o644)
}

// fetch downloads a package into dir with npm, which checks its hash.
func fetch(dir, name string) (string, error) {
	cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, name+"@"+packages[name])
	cmd.Stderr = os.Stderr
	file, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("npm pack %s: %w", name, err)
	}
	return filepath.Join(dir, strings.TrimSpace(string(file))), nil
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
