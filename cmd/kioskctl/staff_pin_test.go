package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial/pty"
	"guichet/forms/pack/durable"
	"guichet/kiosk/staff/badge"
)

// piped runs a command that reads its input from a pipe.
func piped(t *testing.T, in string, args ...string) result {
	t.Helper()
	var out, err safeBuffer
	p := testProgram(&out, &err)
	p.in = strings.NewReader(in)
	status := p.run(t.Context(), args)
	return result{out.String(), err.String(), status}
}

// opens tells whether a number opens the kiosk with that data folder.
func opens(t *testing.T, data, number string) bool {
	t.Helper()
	disk, err := durable.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer disk.Close()
	return badge.IsNumber(disk, number)
}

func TestANumberFromAPipe(t *testing.T) {
	data := t.TempDir()
	for _, in := range []string{"4071\n", "90350218", "4071\r\n"} {
		r := piped(t, in, "staff", "pin", "--data", data)
		number := strings.TrimSpace(in)
		if r.status != exitDone || !opens(t, data, number) || strings.Contains(r.out+r.err, number) {
			t.Errorf("%q: %+v", in, r)
		}
	}
	if info, err := os.Stat(filepath.Join(data, badge.NumberFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for in, want := range map[string]string{
		"": "at least 4", "407": "at least 4", "0000\n": "the same", "1234\n": "in a row", "1976\n": "year", "douze\n": "digits only", "123456789\n": "at most 8",
	} {
		r := piped(t, in, "staff", "pin", "--data", data)
		if r.status != exitFailed || !strings.Contains(r.err, want) || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%q: %+v", in, r)
		}
	}
	if !opens(t, data, "4071") {
		t.Error("a number that was refused took the place of the one before it")
	}
}

func TestWhereTheNumberIsKept(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	for want, args := range map[string][]string{
		"there is no folder " + none:  {"--data", none},
		"there is no " + none:         {"--config", none},
		"there is no folder /var/lib": {"--config", kioskConfig(t, "/var/lib/guichet-none")},
	} {
		if r := piped(t, "4071\n", append([]string{"staff", "pin"}, args...)...); r.status == exitDone || !strings.Contains(r.err, want) {
			t.Errorf("%v: %+v", args, r)
		}
	}
	data := t.TempDir()
	if r := piped(t, "4071\n", "staff", "pin", "--config", kioskConfig(t, data)); r.status != exitDone || !opens(t, data, "4071") {
		t.Errorf("%+v", r)
	}
}

// Root writes for the kiosk's user: the file is his, whom the folder belongs to.
func TestTheFileIsTheKiosks(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	data := t.TempDir()
	if err := os.Chown(data, 65534, 65533); err != nil {
		t.Fatal(err)
	}
	piped(t, "4071\n", "staff", "pin", "--data", data)
	var st unix.Stat_t
	if err := unix.Stat(filepath.Join(data, badge.NumberFile), &st); err != nil || st.Uid != 65534 || st.Gid != 65533 {
		t.Errorf("it belongs to %d:%d, %v", st.Uid, st.Gid, err)
	}
}

// On a terminal it is asked for twice, and not shown.
func TestANumberFromATerminal(t *testing.T) {
	line, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	end, err := os.OpenFile(line.Path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer end.Close()
	data := t.TempDir()
	var said safeBuffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], "staff", "pin", "--data", data)
	cmd.Env = append(os.Environ(), "KIOSKCTL_TEST=run")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = end, &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for i, number := range []string{"4071", "4072", "1234", "40717", "40717"} {
		prompt := []string{"New number", "The same again", "differ\nNew number", "in a row: anybody tries that first\nNew number", "The same again"}[i]
		eventually(t, func() bool { return strings.Contains(said.String(), prompt) && isSilent(t, end) }, said.String)
		said.Reset()
		if _, err := line.Device.WriteString(number + "\n"); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Wait(); err != nil || !opens(t, data, "40717") {
		t.Errorf("%v: %s", err, said.String())
	}
	if shown := string(line.ReadFor(50*time.Millisecond, 1<<10)); strings.ContainsAny(shown, "0123456789") {
		t.Errorf("the terminal shows %q", shown)
	}
}

// isSilent tells whether a terminal has stopped to show what is typed.
func isSilent(t *testing.T, end *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(end.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO == 0
}

// Three mistakes are enough; a terminal that goes away ends it.
func TestANumberThatIsMistypedForEver(t *testing.T) {
	asked := 0
	_, err := askNumber(func(string) (string, error) { asked++; return "0000", nil })
	if err == nil || asked != askTimes {
		t.Errorf("asked %d times, %v", asked, err)
	}
	gone := errors.New("hung up")
	if _, err := askNumber(func(string) (string, error) { return "", gone }); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

// kioskConfig is the sample of the project with another data folder.
func kioskConfig(t *testing.T, data string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kiosk.yaml")
	sample, err := os.ReadFile("../../packaging/etc/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(sample), "recipients:\n  - age1pq1…\n", "", 1)
	if data != "" {
		text = strings.Replace(text, "data: /var/lib/guichet\n", "data: "+data+"\n", 1)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func replace(t *testing.T, file, old, with string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s has no %q: %v", file, old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
