package archive_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/pack"
	"guichet/forms/pack/archive"
)

// sample is the sample pack as a folder that a test may change.
func sample(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(formtest.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(formtest.Files(), name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

func build(t testing.TB) []byte {
	t.Helper()
	data, err := archive.Build(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAPackComesBackAsItWentIn(t *testing.T) {
	folder := sample(t)
	fsys, err := archive.Open(build(t))
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%s-%s.guichet", p.ID, p.Version); archive.FileName(p) != want {
		t.Errorf("file name %s, want %s", archive.FileName(p), want)
	}
	var names []string
	for name, f := range folder {
		names = append(names, name)
		if got, err := fs.ReadFile(fsys, name); err != nil || !bytes.Equal(got, f.Data) {
			t.Errorf("%s differs: %v", name, err)
		}
	}
	if err := fstest.TestFS(fsys, names...); err != nil {
		t.Error(err)
	}
}

// The bytes depend on names and contents alone: not on dates, rights, nor the
// disk.
func TestTheSameFolderGivesTheSameBytes(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample(t)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "pack.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	fromDisk, err := archive.Build(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fromDisk, build(t)) {
		t.Error("the disk makes a difference")
	}
}

// A release of Go that laid a zip out otherwise would make every archive of
// before unreadable: this fails first.
func TestTheLayoutNeverChanges(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{"pack.yaml": "id: a\n", "form.yaml": "pages: []\n", "i18n/fr.yaml": "é\n"} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	const want = "f01aa6bb5f2a4a92f000b3643dd2ed6116626abeae4bc501b31f3a6956f3327b"
	if got := fmt.Sprintf("%x", sha256.Sum256(archive.Layout(fsys))); got != want {
		t.Errorf("the bytes have the SHA-256 %s", got)
	}
}

func TestFoldersThatAreNoPack(t *testing.T) {
	big := func(n int) *fstest.MapFile { return &fstest.MapFile{Data: make([]byte, n)} }
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		want   string
	}{
		"a letter":    {func(f fstest.MapFS) { f["notes.docx"] = big(1) }, "notes.docx: not part of a pack (a pack has"},
		"a folder":    {func(f fstest.MapFS) { f["old/form.yaml"] = big(1) }, "old: not part of a pack"},
		"a copy":      {func(f fstest.MapFS) { f["form.bak"] = big(1) }, "form.bak: not part of a pack"},
		"an accent":   {func(f fstest.MapFS) { f["lists/écoles.csv"] = big(1) }, "lists/écoles.csv: a name that not every machine can write (name it with"},
		"a backslash": {func(f fstest.MapFS) { f[`lists\a.csv`] = big(1) }, `lists\a.csv: a name that`},
		"capitals":    {func(f fstest.MapFS) { f["i18n/FR.yaml"] = f["i18n/fr.yaml"] }, "i18n/fr.yaml: a name stands twice (rename one"},
		"a link":      {func(f fstest.MapFS) { f["form.yaml"].Mode = fs.ModeSymlink }, "form.yaml: not a plain file (put the file itself"},
		"a device":    {func(f fstest.MapFS) { f["form.yaml"].Mode = fs.ModeDevice }, "form.yaml: not a plain file"},
		"a big file":  {func(f fstest.MapFS) { f["lists/a.csv"] = big(archive.MaxFile + 1) }, "lists/a.csv: too big (a file has at most 1 MB"},
		"a big pack": {func(f fstest.MapFS) {
			for i := range 9 {
				f[fmt.Sprintf("lists/a%d.csv", i)] = big(archive.MaxFile)
			}
		}, ".: too big"},
		"too many files": {func(f fstest.MapFS) {
			for i := range archive.MaxFiles {
				f[fmt.Sprintf("lists/a%d.csv", i)] = big(0)
			}
		}, ".: too big"},
		"a long name":       {func(f fstest.MapFS) { f["lists/"+strings.Repeat("a", archive.MaxName)+".csv"] = big(0) }, ".csv: too big"},
		"no pack":           {func(f fstest.MapFS) { delete(f, "pack.yaml") }, "pack.yaml: the file is missing"},
		"a fault of a form": {func(f fstest.MapFS) { f["form.yaml"] = &fstest.MapFile{Data: []byte("pages: [")} }, "form.yaml:1"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := sample(t)
			c.change(folder)
			_, err := archive.Build(folder)
			var faults forms.Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

// What systems and editors leave in a folder makes no difference.
func TestHiddenFilesStayOut(t *testing.T) {
	folder := sample(t)
	for _, name := range []string{".DS_Store", ".git/config", "lists/.csv", "form.yaml~", "i18n/.fr.yaml.swp"} {
		folder[name] = &fstest.MapFile{Data: []byte("x")}
	}
	data, err := archive.Build(folder)
	if err != nil || !bytes.Equal(data, build(t)) {
		t.Errorf("the archive differs: %v", err)
	}
}

// Every fault of a folder is told at once.
func TestAllStrangersAtOnce(t *testing.T) {
	folder := sample(t)
	folder["notes.txt"], folder["old/form.yaml"] = &fstest.MapFile{}, &fstest.MapFile{}
	_, err := archive.Build(folder)
	var faults forms.Faults
	if !errors.As(err, &faults) || len(faults) != 2 {
		t.Errorf("got %v", err)
	}
}

func TestALinkOnDiskIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample(t)); err != nil {
		t.Fatal(err)
	}
	form := filepath.Join(dir, "form.yaml")
	if err := os.Rename(form, filepath.Join(t.TempDir(), "form.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", form); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Build(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "form.yaml: not a plain file") {
		t.Errorf("got %v", err)
	}
}

// entry is a file of a zip that a stranger makes.
type entry struct {
	zip.FileHeader
	data []byte
}

func plain(name string) entry { return entry{zip.FileHeader{Name: name}, []byte("a: b\n")} }

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.CreateHeader(&e.FileHeader)
		if err == nil {
			_, err = f.Write(e.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func mode(name string, m fs.FileMode) entry {
	e := plain(name)
	e.SetMode(m)
	return e
}

func TestZipsThatAreNoPack(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	bomb := entry{zip.FileHeader{Name: "form.yaml", Method: zip.Deflate}, make([]byte, 64<<20)}
	locked := plain("form.yaml")
	locked.Flags = 1
	dated := plain("form.yaml")
	dated.Extra = []byte{1, 2, 0, 0}
	var many []entry
	for i := range archive.MaxFiles + 1 {
		many = append(many, plain(fmt.Sprintf("lists/a%d.csv", i)))
	}
	for name, c := range map[string]struct {
		entries []entry
		want    error
	}{
		"a bomb":           {[]entry{bomb}, archive.ErrKind},
		"up and away":      {[]entry{plain("../../etc/cron.d/a.yaml")}, archive.ErrName},
		"up from inside":   {[]entry{plain("lists/../../a.csv")}, archive.ErrName},
		"absolute":         {[]entry{plain("/etc/passwd")}, archive.ErrName},
		"a drive":          {[]entry{plain("C:form.yaml")}, archive.ErrStranger},
		"backslashes":      {[]entry{plain(`lists\a.csv`)}, archive.ErrName},
		"an empty name":    {[]entry{plain("")}, archive.ErrName},
		"a dot":            {[]entry{plain("./form.yaml")}, archive.ErrName},
		"not UTF-8":        {[]entry{plain("lists/\xff.csv")}, archive.ErrName},
		"an accent":        {[]entry{plain("lists/é.csv")}, archive.ErrName},
		"a zero byte":      {[]entry{plain("lists/a\x00.csv")}, archive.ErrName},
		"a long name":      {[]entry{plain("lists/" + strings.Repeat("a", 60000) + ".csv")}, archive.ErrTooBig},
		"twice":            {[]entry{plain("form.yaml"), plain("form.yaml")}, archive.ErrTwice},
		"twice, capitals":  {[]entry{plain("i18n/fr.yaml"), plain("i18n/FR.yaml")}, archive.ErrTwice},
		"a folder":         {[]entry{{FileHeader: zip.FileHeader{Name: "lists/"}}}, archive.ErrKind},
		"a link":           {[]entry{mode("form.yaml", fs.ModeSymlink|0o777)}, archive.ErrKind},
		"a device":         {[]entry{mode("form.yaml", fs.ModeDevice|0o600)}, archive.ErrKind},
		"a pipe":           {[]entry{mode("form.yaml", fs.ModeNamedPipe|0o600)}, archive.ErrKind},
		"encrypted":        {[]entry{locked}, archive.ErrKind},
		"a program":        {[]entry{plain("setup.exe")}, archive.ErrStranger},
		"too many":         {many, archive.ErrTooBig},
		"not as Build":     {[]entry{plain("form.yaml")}, archive.ErrDamaged},
		"something extra":  {[]entry{dated}, archive.ErrDamaged},
		"nothing in it":    {nil, nil},
		"a file of 3 MB":   {[]entry{{zip.FileHeader{Name: "form.yaml"}, make([]byte, 2<<20)}}, archive.ErrTooBig},
		"a folder in form": {[]entry{plain("form.yaml/a")}, archive.ErrStranger},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := archive.Open(zipOf(t, c.entries...)); !errors.Is(err, c.want) || len(fmt.Sprint(err)) > 300 {
				t.Errorf("got %.300v, want %v", err, c.want)
			}
		})
	}
}

// What is not exactly what Build wrote is refused: cut anywhere, one byte
// more, any byte changed.
func TestDamage(t *testing.T) {
	good := build(t)
	for name, bad := range map[string][]byte{
		"empty":         {},
		"text":          []byte("id: cantine"),
		"half":          good[:len(good)/2],
		"a byte less":   good[:len(good)-1],
		"a byte more":   append(slices.Clone(good), 0),
		"a byte before": append([]byte{0}, good...),
		"a comment":     comment(good, "hello"),
		"a hidden file": append(zipOf(t, plain("form.yaml")), good...),
	} {
		if _, err := archive.Open(bad); !errors.Is(err, archive.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range good {
		if i > 300 && i < len(good)-2000 && i%97 != 0 {
			continue // of the contents a sample; of the directory all
		}
		bad := slices.Clone(good)
		bad[i] ^= 1
		if _, err := archive.Open(bad); err == nil {
			t.Fatalf("byte %d of %d changed, and nobody minds", i, len(good))
		}
	}
	if _, err := archive.Open(make([]byte, archive.MaxArchive+1)); !errors.Is(err, archive.ErrTooBig) {
		t.Errorf("too many bytes: %v", err)
	}
}

// comment puts a comment behind the end of a zip (APPNOTE.TXT 4.3.16).
func comment(data []byte, text string) []byte {
	out := append(slices.Clone(data), text...)
	binary.LittleEndian.PutUint16(out[len(data)-2:], uint16(len(text)))
	return out
}

// A bomb of overlapping entries: each points at the same stored bytes.
func TestOverlappingEntries(t *testing.T) {
	data := zipOf(t, entry{zip.FileHeader{Name: "lists/a0.csv"}, make([]byte, 1<<20)})
	end := len(data) - 22
	start := int(binary.LittleEndian.Uint32(data[end+16:]))
	one := data[start:end]
	out := slices.Clone(data[:start])
	for i := range 9 {
		again := slices.Clone(one)
		again[46+len("lists/a")] = byte('0' + i)
		out = append(out, again...)
	}
	tail := slices.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[8:], 9)
	binary.LittleEndian.PutUint16(tail[10:], 9)
	binary.LittleEndian.PutUint32(tail[12:], uint32(9*len(one)))
	if _, err := archive.Open(append(out, tail...)); !errors.Is(err, archive.ErrTooBig) {
		t.Errorf("nine files of the same bytes: %v", err)
	}
}

// opened counts what is read of a folder.
type opened struct {
	fs.FS
	files int
}

func (o *opened) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".csv") {
		o.files++
	}
	return o.FS.Open(name)
}

// A folder of hundreds of megabytes is not read to its end.
func TestABigFolderIsNotRead(t *testing.T) {
	folder := sample(t)
	for i := range 500 {
		folder[fmt.Sprintf("lists/%d.csv", i)] = &fstest.MapFile{Data: make([]byte, archive.MaxFile)}
	}
	o := &opened{FS: folder}
	if _, err := archive.Build(o); err == nil || o.files > archive.MaxArchive/archive.MaxFile+1 {
		t.Errorf("%d lists read, %v", o.files, err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(build(f))
	f.Add(zipOf(f, plain("form.yaml")))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys, err := archive.Open(data)
		if err != nil {
			return
		}
		if again := archive.Layout(fsys); !bytes.Equal(again, data) {
			t.Error("what was taken is not what Build writes")
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	data := build(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := archive.Open(data); err != nil {
			b.Fatal(err)
		}
	}
}
