package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
)

// Open gives the files of an archive, read-only and in memory. Data is the
// caller's, who must not change it. What Build would not have written is
// refused: the error is one of those above, and names the file where it is
// about one.
func Open(data []byte) (fs.FS, error) {
	if len(data) > MaxArchive {
		return nil, fmt.Errorf("%w: %d bytes, %d are allowed", ErrTooBig, len(data), MaxArchive)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(r.File) > MaxFiles {
		return nil, fmt.Errorf("%w: %d files, %d are allowed", ErrTooBig, len(r.File), MaxFiles)
	}
	if err := checkEntries(r.File); err != nil {
		return nil, err
	}
	files, err := readAll(r.File)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(write(files), data) {
		return nil, ErrDamaged
	}
	return r, nil
}

func checkEntries(entries []*zip.File) error {
	var names []string
	for _, e := range entries {
		if err := checkEntry(e); err != nil {
			return err
		}
		names = append(names, e.Name)
	}
	if again := twice(names); len(again) > 0 {
		return refuse(again[0], ErrTwice)
	}
	return nil
}

// checkEntry looks at what the directory of the zip says of a file, to say
// clearly what is wrong with it. It may lie: that comes out when the archive
// is written again.
func checkEntry(e *zip.File) error {
	const encrypted = 1 // APPNOTE.TXT 4.4.4, bit 0
	if !e.Mode().IsRegular() || e.Method != zip.Store || e.Flags&encrypted != 0 {
		return refuse(e.Name, ErrKind)
	}
	return checkName(e.Name)
}

// readAll reads every file, counting what really comes.
func readAll(entries []*zip.File) (map[string][]byte, error) {
	files, left := map[string][]byte{}, int64(MaxArchive)
	for _, e := range entries {
		data, err := read(e, min(left, MaxFile))
		if err != nil {
			return nil, err
		}
		files[e.Name], left = data, left-int64(len(data))
	}
	return files, nil
}

func read(e *zip.File, most int64) ([]byte, error) {
	f, err := e.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", refuse(e.Name, ErrDamaged), err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", refuse(e.Name, ErrDamaged), err)
	}
	if int64(len(data)) > most {
		return nil, refuse(e.Name, ErrTooBig)
	}
	return data, nil
}
