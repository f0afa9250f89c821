package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"guichet/forms/pack/archive"
)

var packBuild = command{
	name: "pack build", args: "FOLDER [-o FILE]", words: 1, least: 1,
	short: "Check a pack and put it into one file",
	long: `The pack must pass "kioskctl pack check". The same folder gives the same bytes,
on every machine, so the SHA-256 says whether two people have the same pack. The
file is what is signed, published and put on a USB stick.`,
	setup: setupPackBuild,
}

func setupPackBuild(set *flag.FlagSet) action {
	out := set.String("o", "", "the `file` to write, or the folder to put it in; cantine-1.0.0.guichet if left out")
	return func(_ context.Context, p program, words []string) error {
		folder, err := packFiles(words[0])
		if err != nil {
			return err
		}
		in, err := inspect(folder)
		if err != nil {
			return err
		}
		if in.refused() > 0 {
			p.reportPack(in, false)
			return verdict(in, nil)
		}
		file := outFile(*out, archive.FileName(in.pack))
		if err := writeWhole(file, in.data); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "written: %s\nbytes:   %d\nSHA-256: %x\n", file, len(in.data), sha256.Sum256(in.data))
		return nil
	}
}

func outFile(out, name string) string {
	if out == "" {
		return name
	}
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return filepath.Join(out, name)
	}
	return out
}

// writeWhole writes beside the file and renames, so that a full disk or a stick
// that is pulled out leaves no half of a pack under its name.
func writeWhole(file string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".kioskctl-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is gone where all went well
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
