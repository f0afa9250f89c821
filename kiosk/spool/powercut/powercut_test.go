package powercut

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// sh runs a script on the disk, in a process of its own.
func sh(t *testing.T, d *Disk, script string) {
	t.Helper()
	c := exec.Command("sh", "-ec", `cd "$0"; `+script, d.Dir())
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

func left(t *testing.T, d *Disk) map[string]string {
	t.Helper()
	dir, all := d.Salvage(), map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatACutLeaves(t *testing.T) {
	for _, c := range []struct{ name, before, after, file, want string }{
		{"nothing synced", "", "echo 1 > a", "a", ""},
		{"file synced, its name not", "", "echo 1 > a; sync a", "a", ""},
		{"name synced, file not", "", "echo 1 > a; sync .", "a", "empty"},
		{"both synced", "", "echo 1 > a; sync a .", "a", "1\n"},
		{"changed after", "echo 1 > a; sync a .", "echo 2 > a", "a", "1\n"},
		{"grown after", "printf 1 > a; sync a .", "printf 2 >> a", "a", "1"},
		{"cut off after", "printf 12 > a; sync a .", "truncate -s 1 a", "a", "12"},
		{"removed after", "echo 1 > a; sync a .", "rm a", "a", "1\n"},
		{"removed, synced", "echo 1 > a; sync a .", "rm a; sync .", "a", ""},
		{"renamed over", "echo 1 > a; sync a .", "echo 2 > b; sync b; mv b a", "a", "1\n"},
		{"renamed over, synced", "echo 1 > a; sync a .", "echo 2 > b; sync b; mv b a; sync .", "a", "2\n"},
		{"in a folder without a name", "", "mkdir f; echo 1 > f/a; sync f/a f", "f/a", ""},
		{"in a folder with one", "", "mkdir f; echo 1 > f/a; sync f/a f .", "f/a", "1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Mount(t)
			sh(t, d, c.before)
			sh(t, d, c.after)
			d.Cut(nil)
			got, there := left(t, d)[c.file]
			if there && got == "" {
				got = "empty"
			}
			if got != c.want {
				t.Errorf("%q is left, want %q", got, c.want)
			}
			sh(t, d, "ls -R; echo 3 > new; sync new .")
		})
	}
}

// What is written is read, in any order of writing, cutting off and growing.
func TestReadsWhatWasWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	f, want := (&Disk{}).newFile(0o600), []byte{}
	for range 3000 {
		switch at := r.IntN(5 * page); r.IntN(4) {
		case 0:
			f.resize(at)
			want = fit(want, at)
		case 1:
			f.sync()
			if !bytes.Equal(f.safe, f.now) {
				t.Fatal("a sync left something out")
			}
		default:
			data := bytes.Repeat([]byte{byte(r.IntN(255) + 1)}, r.IntN(2*page)+1)
			f.write(data, at)
			want = fit(want, max(len(want), at+len(data)))
			copy(want[at:], data)
		}
		if !bytes.Equal(f.now, want) {
			t.Fatal("other content")
		}
	}
}

// By chance some of it survives, never anything that nobody wrote.
func TestSomeSurvive(t *testing.T) {
	pages := map[byte]int{}
	for seed := range uint64(50) {
		d := &Disk{}
		f := d.newFile(0o600)
		f.write(bytes.Repeat([]byte{1}, 4*page), 0)
		f.sync()
		f.write(bytes.Repeat([]byte{2}, 4*page), 2*page)
		f.cut(rand.New(rand.NewPCG(seed, 0)))
		for p := range len(f.now) / page {
			pages[f.now[p*page]]++
		}
	}
	if len(pages) != 3 || pages[0] == 0 || pages[1] == 0 || pages[2] == 0 { // 0: a hole
		t.Errorf("pages by content: %v", pages)
	}
}

// A child that had the kernel's end of the disk would hang with it.
func TestChildrenHaveNoEndOfTheDisk(t *testing.T) {
	Mount(t)
	out, err := exec.Command("ls", "-l", "/proc/self/fd").CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("fuse")) {
		t.Errorf("%v\n%s", err, out)
	}
}
