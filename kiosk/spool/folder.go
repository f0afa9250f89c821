package spool

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// prepare makes the folder and an empty file with their modes, and returns the
// absolute path of the file. SQLite gives its journal the mode of the file.
func prepare(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("spool: %w", err)
	}
	if err := makeFolder(dir); err != nil {
		return "", explainFile(err)
	}
	file := filepath.Join(dir, "spool.db")
	if err := checkJournal(file); err != nil {
		return "", err
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", explainFile(err)
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return "", explainFile(err)
	}
	return file, syncFolder(file)
}

// checkJournal refuses one that is there without its database. Beside an empty file
// SQLite deletes a journal (pager.c, pagerOpenWalIfPresent), whatever it holds; a
// file of ours has its first page before its journal has any.
func checkJournal(file string) error {
	if size(file) == 0 && size(file+"-wal") > 0 {
		return &CorruptError{File: file, What: "its journal is there without it"}
	}
	return nil
}

// size is 0 where there is no such file.
func size(file string) int64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return info.Size()
}

// makeFolder makes dir and syncs every folder that got a new name, so that a
// power cut cannot take away a folder which holds an acknowledged submission.
func makeFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, os.ErrNotExist) {
		if err := makeFolder(filepath.Dir(dir)); err != nil {
			return err
		}
		err = os.Mkdir(dir, 0o700)
	}
	if errors.Is(err, os.ErrExist) {
		return os.Chmod(dir, 0o700)
	}
	if err != nil {
		return err
	}
	return syncPath(filepath.Dir(dir))
}

// syncFolder syncs the folder that a file is in.
func syncFolder(file string) error {
	if err := syncPath(filepath.Dir(file)); err != nil {
		return explainFile(err)
	}
	return nil
}

func syncPath(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func explainFile(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return fmt.Errorf("spool: %w", err)
}
