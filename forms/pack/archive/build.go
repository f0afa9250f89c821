package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/pack"
)

// FileName is what the archive of a pack is called: "cantine-1.1.0.guichet".
func FileName(p *pack.Pack) string { return fmt.Sprintf("%s-%s.guichet", p.ID, p.Version) }

// Build puts the folder of a pack into an archive. It looks at the files
// first, then loads the pack from exactly the bytes that go in. Hidden files,
// which systems and editors leave, stay out, as pack.Load leaves them unread.
// The error is a [forms.Faults] with all that is wrong.
func Build(folder fs.FS) ([]byte, error) {
	data, _, err := BuildPack(folder)
	return data, err
}

// BuildPack is Build, and gives the pack that was loaded on the way.
func BuildPack(folder fs.FS) ([]byte, *pack.Pack, error) {
	files, faults := gather(folder)
	faults.Sort()
	if err := faults.Err(); err != nil {
		return nil, nil, err
	}
	data := write(files)
	fsys, err := Open(data)
	if err != nil {
		return nil, nil, forms.Faults{fault(".", err)}
	}
	p, err := pack.Load(fsys)
	if err != nil {
		return nil, nil, err
	}
	return data, p, nil
}

// gather reads the files of a folder, never more than the limits allow.
func gather(folder fs.FS) (map[string][]byte, forms.Faults) {
	files, total := map[string][]byte{}, 0
	var faults forms.Faults
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			faults = append(faults, fault(name, err))
			return fs.SkipDir
		}
		if pack.Hidden(name) {
			return leave(d)
		}
		if d.IsDir() {
			return enter(name, &faults)
		}
		data, err := readFile(folder, name, d)
		if err != nil {
			faults = append(faults, fault(name, err))
		}
		files[name], total = data, total+len(data)
		if total > MaxArchive || len(files) > MaxFiles {
			faults = append(faults, fault(".", ErrTooBig))
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		faults = append(faults, fault(".", err))
	}
	for _, name := range twice(slices.Sorted(maps.Keys(files))) {
		faults = append(faults, fault(name, ErrTwice))
	}
	return files, faults
}

func leave(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// enter refuses a folder that packs do not have, as a whole.
func enter(name string, faults *forms.Faults) error {
	if name == "." || pack.IsFolder(name) {
		return nil
	}
	*faults = append(*faults, fault(name, ErrStranger))
	return fs.SkipDir
}

func readFile(folder fs.FS, name string, d fs.DirEntry) ([]byte, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if !d.Type().IsRegular() {
		return nil, ErrKind
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = ErrTooBig
	}
	return data, err
}

// twice are the names that differ from the one before in capitals only.
func twice(names []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, name := range names {
		lower := strings.ToLower(name)
		if seen[lower] {
			out = append(out, name)
		}
		seen[lower] = true
	}
	return out
}

// write lays the archive out. What a zip may say beside names and bytes is 0.
func write(files map[string][]byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		// CreateRaw, because it takes the sizes before the bytes: Create
		// writes them behind.
		entry, err := w.CreateRaw(&zip.FileHeader{
			Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
			CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data)),
			CreatorVersion: zipVersion, ReaderVersion: zipVersion,
		})
		if err == nil {
			_, err = entry.Write(data)
		}
		if err != nil {
			panic(fmt.Sprintf("archive: a buffer in memory failed: %v", err))
		}
	}
	if err := w.Close(); err != nil {
		panic(fmt.Sprintf("archive: a buffer in memory failed: %v", err))
	}
	return out.Bytes()
}

// zipVersion 2.0 is what a reader of the zip must know (APPNOTE.TXT 4.4.3).
const zipVersion = 20
