package machine

import (
	"bytes"
	"testing"
)

// The images were made by mkfs.vfat 4.2 and mkfs.exfat 1.2, and cut to their
// beginning.
func TestWhatAPartitionSaysThatItIs(t *testing.T) {
	for name, want := range map[string]volume{
		"fat12": {"vfat", "MAIRIE"}, "fat16": {"vfat", "CLE-PACKS"}, "fat32": {"vfat", "ACCUEIL"},
		"nolabel": {"vfat", ""}, "exfat": {"exfat", "Accueil-été"},
	} {
		if got := readVolume(bytes.NewReader(image(t, name))); got != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// What is no FAT is not handed to the kernel as one.
func TestWhatIsNone(t *testing.T) {
	fat := image(t, "fat12")
	for name, data := range map[string][]byte{
		"nothing":              nil,
		"a cut sector":         fat[:511],
		"empty":                make([]byte, 4096),
		"no mark at its end":   changed(fat, 510, 0),
		"sectors of 300":       changed(fat, 11, 44, 1),
		"sectors of 8192":      changed(fat, 11, 0, 32),
		"no cluster":           changed(fat, 13, 0),
		"clusters of 3":        changed(fat, 13, 3),
		"NTFS":                 changed(fat, 14, 0, 0, 0),
		"no copy of its table": changed(fat, 16, 0),
		"exFAT of no sector":   changed(image(t, "exfat"), 108, 0),
		"exFAT too large":      changed(image(t, "exfat"), 109, 17),
	} {
		if got := readVolume(bytes.NewReader(data)); got != (volume{}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func changed(data []byte, at int, to ...byte) []byte {
	data = bytes.Clone(data)
	copy(data[at:], to)
	return data
}

// A label can hold what would spoil a page.
func TestALabelIsCleaned(t *testing.T) {
	entry := func(first byte, attributes byte, rest string) []byte {
		e := append([]byte{first}, rest...)
		return append(append(e, attributes), make([]byte, 20)...)
	}
	for want, dir := range map[string][]byte{
		"A?B":    entry('A', 0x08, "\x82B        "),
		"AB":     entry('A', 0x08, "\x1b\x00\tB      "),
		"SECOND": append(entry(0xE5, 0x08, "ELETED    "), entry('S', 0x28, "ECOND     ")...),
		"":       append(entry('L', 0x0F, "ONGNAME   "), entry(0, 0x08, "EHIND END ")...),
		"ONLY":   append(entry('D', 0x10, "IRECTORY  "), entry('O', 0x08, "NLY       ")...),
	} {
		if got := fatLabel(dir); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	long := append([]byte{0x83, 200}, bytes.Repeat([]byte{'x', 0}, 15)...)
	if got := exfatLabel(long); got != "xxxxxxxxxxx" {
		t.Errorf("%q", got)
	}
}

// FuzzVolume: a stick may hold anything, at its beginning and where that points.
func FuzzVolume(f *testing.F) {
	images := map[string][]byte{}
	for _, kind := range []string{"fat12", "fat32", "exfat"} {
		images[kind] = image(f, kind)
		f.Add([]byte(kind), uint32(0))
	}
	f.Fuzz(func(t *testing.T, head []byte, far uint32) {
		for _, data := range images {
			undo := []func(){written(data, 3, head), written(data, int(far), head)}
			v := readVolume(bytes.NewReader(data))
			undo[1]()
			undo[0]()
			if v.kind == "" && v.label != "" || len([]rune(v.label)) > 11 || clean(v.label) != v.label {
				t.Errorf("%+v", v)
			}
		}
	})
}

// written puts some bytes into an image, for a while: it is large.
func written(data []byte, at int, some []byte) (undo func()) {
	place := data[min(at, len(data)):min(at+len(some), len(data))]
	was := bytes.Clone(place)
	copy(place, some)
	return func() { copy(place, was) }
}
