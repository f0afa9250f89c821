package ipp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

const cupsConfig = `Listen 127.0.0.1:%d
LogLevel debug
MaxLogSize 0
Browsing Off
WebInterface No
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`

const cupsFiles = `FileDevice Yes
Sandboxing Relaxed
ServerRoot %[1]s
CacheDir %[1]s/cache
StateDir %[1]s/state
RequestRoot %[1]s/spool
TempDir %[1]s/tmp
AccessLog %[1]s/access
ErrorLog %[1]s/errors
PageLog %[1]s/pages
`

// queue is one without filters: what is printed arrives as it is.
const queue = `<Printer %s>
Info %[1]s
DeviceURI %s
State %s
Accepting Yes
Shared No
ErrorPolicy retry-job
JobSheets none none
</Printer>
`

// cups starts a CUPS with three queues: "accueil" leads to a printer that takes
// bytes, "pause" is stopped, "nobody" leads to one that is switched off.
func cups(t *testing.T) (at func(queue string) *Printer, paper <-chan []byte) {
	t.Helper()
	dir, err := os.MkdirTemp("", "guichet-cups") // readable for the user of its backends
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	os.Chmod(dir, 0o755)
	for _, name := range []string{"cache", "state", "spool", "tmp"} {
		os.Mkdir(filepath.Join(dir, name), 0o777)
	}
	address, paper := plain(t)
	port := freePort(t)
	write(t, filepath.Join(dir, "cupsd.conf"), fmt.Sprintf(cupsConfig, port))
	write(t, filepath.Join(dir, "cups-files.conf"), fmt.Sprintf(cupsFiles, dir))
	write(t, filepath.Join(dir, "printers.conf"), fmt.Sprintf(queue, "accueil", "socket://"+address, "Idle")+
		fmt.Sprintf(queue, "pause", "file:///dev/null", "Stopped")+
		fmt.Sprintf(queue, "nobody", fmt.Sprintf("ipp://127.0.0.1:%d/ipp/print", freePort(t)), "Idle"))
	at = func(name string) *Printer {
		p, err := New(Config{URL: fmt.Sprintf("ipp://127.0.0.1:%d/printers/%s", port, name), Poll: 50 * time.Millisecond, Patience: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	ended, said := start(t, nil, "cupsd", "-f", "-c", filepath.Join(dir, "cupsd.conf"), "-s", filepath.Join(dir, "cups-files.conf"))
	if !up(t, at("accueil"), ended) {
		errors, _ := os.ReadFile(filepath.Join(dir, "errors"))
		missing(t, "cupsd does not start: %s%s", said(), errors)
	}
	return at, paper
}

// plain is a printer without a protocol, as on port 9100: bytes, then paper.
func plain(t *testing.T) (address string, paper <-chan []byte) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	got := make(chan []byte, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			b, _ := io.ReadAll(c)
			c.Close()
			got <- b
		}
	}()
	return l.Addr().String(), got
}

func TestCUPS(t *testing.T) {
	at, paper := cups(t)
	t.Run("prints", func(t *testing.T) {
		p := at("accueil")
		outcome, err := p.Print(within(t, enough), "receipt", sheet)
		if outcome != printer.Printed || err != nil {
			t.Fatalf("%v, %v", outcome, err)
		}
		if got := <-paper; !bytes.Equal(got, sheet) {
			t.Errorf("it got %q", got)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		outcome, err := at("pause").Print(within(t, enough), "receipt", sheet)
		if outcome != printer.NotPrinted {
			t.Error(outcome)
		}
		wantError(t, err, nil, printer.FaultOffline)
	})
	t.Run("no such queue", func(t *testing.T) {
		outcome, err := at("nothing").Print(within(t, enough), "receipt", sheet)
		if no := new(StatusError); outcome != printer.NotPrinted || !errors.As(err, &no) || no.Status != goipp.StatusErrorNotFound {
			t.Errorf("%v, %v", outcome, err)
		}
	})
	t.Run("the printer is switched off", func(t *testing.T) {
		p := at("nobody")
		outcome, err := p.Print(within(t, 4*time.Second), "receipt", sheet) // CUPS 2.4 does not say that it cannot connect
		if outcome != printer.Unknown || err == nil || errors.Is(err, ErrNotCancelled) {
			t.Errorf("%v, %v", outcome, err)
		}
		if names := open(t, p); len(names) > 0 {
			t.Errorf("these jobs print when it is switched on: %v", names)
		}
	})
}

// open names the jobs that may still print.
func open(t *testing.T, p *Printer) (names []string) {
	t.Helper()
	m := p.by(p.request(goipp.OpGetJobs))
	m, err := p.ask(context.Background(), want(m, "job-id", "job-name"))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range m.Groups {
		if g.Tag == goipp.TagJobGroup {
			names = append(names, strings.Join(attributes(g.Attrs).texts("job-name"), " "))
		}
	}
	return names
}
