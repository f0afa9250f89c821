package printersim_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printersim"
)

// TestReceiptioReadsEveryState has an independent client ask the printer in all
// the states that it knows, and print: receiptio (npm), through socat, with
// the printer as ESC/POS and as Star Line Mode. RECEIPTIO is the program, if it
// is not in PATH; with GUICHET_NEED_RECEIPTIO=1 a missing one is a failure.
func TestReceiptioReadsEveryState(t *testing.T) {
	client, socat := program(t, "receiptio"), program(t, "socat")
	states := []struct {
		name string
		do   func(*printersim.Sim)
		want int // the exit status
	}{
		{"on-line", func(*printersim.Sim) {}, 100},
		{"cover open", (*printersim.Sim).OpenCover, 101},
		{"paper empty", (*printersim.Sim).PaperOut, 102},
		{"error", (*printersim.Sim).Break, 103},
	}
	for _, model := range []struct{ name, language string }{{"epson-tm-t20iii", "generic"}, {"star-tsp650ii", "starline"}} {
		for _, s := range states {
			t.Run(model.name+" "+s.name, func(t *testing.T) {
				sim := bridged(t, socat, model.name)
				s.do(sim)
				if got := ask(t, client, "", "-d", "127.0.0.1", "-p", model.language, "-q"); got != s.want {
					t.Errorf("receiptio says %d, want %d", got, s.want)
				}
			})
		}
		t.Run(model.name+" prints", func(t *testing.T) {
			sim := bridged(t, socat, model.name)
			if got := ask(t, client, "Reçu n° 12\n{code:AR-12; option:qrcode,3,m}\n", "-d", "127.0.0.1", "-p", model.language, "-l", "fr"); got != 0 {
				t.Fatalf("receiptio says %d, want 0: printed", got)
			}
			if _, text := sim.Last(); !strings.Contains(text, "Reçu n° 12") {
				t.Errorf("the paper says %q", text)
			}
		})
	}
}

// program finds an external program.
func program(t *testing.T, name string) string {
	t.Helper()
	path := os.Getenv(strings.ToUpper(name))
	if path == "" {
		path, _ = exec.LookPath(name)
	}
	switch {
	case path != "":
		return path
	case os.Getenv("GUICHET_NEED_RECEIPTIO") == "1":
		t.Fatalf("%s is not installed, and GUICHET_NEED_RECEIPTIO asks for it", name)
	}
	t.Skipf("%s is not installed: no independent client to ask the printer", name)
	return ""
}

// bridged is a printer behind the port that receiptio prints to.
func bridged(t *testing.T, socat, model string) *printersim.Sim {
	t.Helper()
	sim, err := printersim.New(printersim.Options{Model: model, Flow: "none"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	// receiptio always prints to port 9100 of the address it is given.
	bridge := exec.Command(socat, "TCP-LISTEN:9100,bind=127.0.0.1,reuseaddr,fork", "FILE:"+sim.Path()+",raw,echo=0")
	if err := bridge.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		bridge.Process.Kill()
		bridge.Wait()
	})
	await(t, listening)
	return sim
}

// listening reads the kernel's table: a visit to the port would open the
// printer.
func listening() bool {
	table, err := os.ReadFile("/proc/net/tcp")
	const port9100 = "0100007F:238C 00000000:0000 0A"
	return err == nil && strings.Contains(string(table), port9100)
}

func await(t *testing.T, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatal("it did not come")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// ask runs receiptio and returns its exit status.
func ask(t *testing.T, client, document string, args ...string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, client, args...)
	cmd.Stdin = strings.NewReader(document)
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		t.Logf("receiptio: %s", said)
		return exit.ExitCode()
	}
	t.Fatal(err)
	return -1
}
