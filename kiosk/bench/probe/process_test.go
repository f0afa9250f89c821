package probe

import (
	"os/exec"
	"syscall"
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	for _, c := range []struct {
		name, line string
		want       process
		fails      bool
	}{
		{name: "plain", line: "812 (kiosk) S 1 812 812 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 9 0 12345 1 2",
			want: process{812, 1, 2 * time.Second}},
		{name: "children that were waited for", line: "812 (sh) S 7 812 812 0 -1 0 1 0 0 0 1 2 30 67 20 0 9 0 12345 1 2",
			want: process{812, 7, time.Second}},
		{name: "brackets in the name", line: "9 (a) R 1 (b) S 8 9 9 0 -1 0 0 0 0 0 100 0 0 0 20 0 1 0 5 1 2",
			want: process{9, 8, time.Second}},
		{name: "no name", line: "812 kiosk S 1", fails: true},
		{name: "short", line: "812 (kiosk) S 1 812", fails: true},
		{name: "no number", line: "812 (kiosk) S x 812 812 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 9", fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseStat([]byte(c.line))
			if got != c.want || (err != nil) != c.fails {
				t.Errorf("got %+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("812 (kiosk) S 1 812 812 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 9 0 12345 1 2"))
	f.Add([]byte("1 (a) b) R )"))
	f.Fuzz(func(t *testing.T, line []byte) {
		p, err := parseStat(line)
		if err != nil && p != (process{}) {
			t.Errorf("a fault, and yet %+v", p)
		}
	})
}

func TestPSS(t *testing.T) {
	kb, err := pss("55d0-7ffc ---p 00000000 00:00 0 [rollup]\nRss:      900 kB\nPss:      321 kB\nPss_Dirty:  10 kB\n")
	if err != nil || kb != 321 {
		t.Errorf("got %d, %v; want 321", kb, err)
	}
	if _, err := pss("Rss: 900 kB\n"); err == nil {
		t.Error("a rollup without Pss is taken")
	}
}

// TestTree starts a shell with a child, and finds both.
func TestTree(t *testing.T) {
	cmd := exec.Command("sh", "-c", "sleep 600 & echo started; wait")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 8)); err != nil {
		t.Fatal(err)
	}
	tree := Tree(cmd.Process.Pid)
	if n := tree.Size(); n != 2 {
		t.Errorf("%d processes, want 2", n)
	}
	if n, err := tree.PSS(); err != nil || n <= 0 {
		t.Errorf("PSS %d, %v", n, err)
	}
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	cmd.Wait()
	if n := tree.Size(); n != 0 {
		t.Errorf("%d processes after the end", n)
	}
}
