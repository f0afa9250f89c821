package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"guichet/forms/pack/publish"
)

// readUpload reads the file of an upload.
func readUpload(file string) (publish.Upload, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return publish.Upload{}, err
	}
	return publish.ReadUpload(data)
}

// saveUpload writes the file of an upload, and says what it holds and what is
// missing.
func (p program) saveUpload(file string, u publish.Upload) error {
	data, err := u.Bytes()
	if err != nil {
		return err
	}
	if err := writeWhole(file, data); err != nil {
		return err
	}
	lines, err := u.Describe()
	if err != nil {
		return err
	}
	for _, line := range lines {
		fmt.Fprintln(p.out, line)
	}
	fmt.Fprintf(p.out, "\nwritten: %s\n", file)
	p.sayMissing(file, u)
	return nil
}

// sayMissing tells the next step.
func (p program) sayMissing(file string, u publish.Upload) {
	complete := true
	for _, role := range u.Names() {
		if have, need := u.Approvals(role); have < need {
			complete = false
			fmt.Fprintf(p.out, "%s has %d of %d approvals: kioskctl pack approve %s --key KEY\n", publish.Title(role), have, need, file)
		}
	}
	if complete {
		fmt.Fprintf(p.out, "It is complete. With a hub: kioskctl pack push %s\nWithout one:   kioskctl pack accept %s --repo FOLDER --online FILE\n", file, file)
	}
}

// words are several values of one flag.
type words []string

func (w *words) String() string { return strings.Join(*w, " ") }

func (w *words) Set(s string) error { *w = append(*w, s); return nil }

// approveAll signs with every key what it may sign. A key that signs nothing
// in the upload is a mistake of who gave it.
func approveAll(u publish.Upload, s *secrets, files []string) (publish.Upload, error) {
	for _, file := range files {
		k, err := s.unlock(file)
		if err != nil {
			return u, err
		}
		if u, err = publish.Approve(u, k.Role, k); err != nil {
			return u, fmt.Errorf("%s: %w", file, err)
		}
	}
	return u, nil
}

// group writes a fingerprint so that two people can read it to each other.
func group(hex string) string {
	var b bytes.Buffer
	for i, c := range hex {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
