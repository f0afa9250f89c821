package machine

import (
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func isError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

// image is a small file system that mkfs.vfat or mkfs.exfat has made, unpacked.
func image(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".gz"))
	check(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	check(t, err)
	data, err := io.ReadAll(z)
	check(t, err)
	return data
}

// part is what a partition holds.
type part struct {
	image []byte
	size  int // sectors
}

// stick is one that can be plugged in.
type stick struct {
	serial string
	parts  []part // none: it has no partitions, and whole lies on it
	whole  part
	kind   string        // "sr": it shows a CD; "" a disk
	delay  time.Duration // until its disk shows
	asks   int           // how often it was let in
	host   string        // its folder while a driver has it
}

// bus is the kernel's side: a folder of /sys with sticks in it. A stick shows its
// disk while its interface is authorized.
type bus struct {
	t    *testing.T
	root string

	mu     sync.Mutex
	sticks map[string]*stick // by port: "1-2"
	hosts  []string          // the port of each host, "" free: numbers come back, as the kernel's do
	beat   time.Duration     // how often it looks
}

func newBus(t *testing.T) *bus {
	t.Helper()
	b := &bus{t: t, root: t.TempDir(), sticks: map[string]*stick{}, beat: 250 * time.Millisecond}
	for _, dir := range []string{"sys/bus/usb/devices", "sys/devices/pci0/usb1", "dev", "proc/self", "run"} {
		check(t, os.MkdirAll(b.at(dir), 0o755))
	}
	b.file("sys/bus/usb/drivers_probe", "")
	b.file("proc/self/mountinfo", "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n")
	b.file("proc/swaps", "Filename Type Size Used Priority\n")
	return b
}

func (b *bus) at(path string) string { return filepath.Join(b.root, path) }

func (b *bus) file(path, text string) {
	b.t.Helper()
	check(b.t, os.MkdirAll(filepath.Dir(b.at(path)), 0o755))
	check(b.t, os.WriteFile(b.at(path), []byte(text), 0o644))
}

func (b *bus) text(path string) string { return readText(b.at(path)) }

// face is the folder of a stick's interface.
func face(port string) string { return "sys/bus/usb/devices/" + port + ":1.0" }

// plug puts a stick in; the rule of udev has refused it.
func (b *bus) plug(port string, s *stick) {
	b.t.Helper()
	device := "sys/devices/pci0/usb1/" + port
	b.file(device+"/serial", s.serial+"\n")
	b.file(device+"/"+port+":1.0/bInterfaceClass", "08\n")
	b.file(device+"/"+port+":1.0/authorized", "0\n")
	b.file(device+"/"+port+":1.0/uevent", "")
	check(b.t, os.Symlink("../../../devices/pci0/usb1/"+port+"/"+port+":1.0", b.at(face(port))))
	check(b.t, os.Symlink("../../../devices/pci0/usb1/"+port, b.at("sys/bus/usb/devices/"+port)))
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sticks[port] = s
}

// pull takes it out.
func (b *bus) pull(port string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.sticks, port)
	b.free(port)
	check(b.t, os.Remove(b.at(face(port))))
	check(b.t, os.Remove(b.at("sys/bus/usb/devices/"+port)))
	check(b.t, os.RemoveAll(b.at("sys/devices/pci0/usb1/"+port)))
}

// refused tells whether a stick has no driver.
func (b *bus) refused(port string) bool {
	return b.text(face(port)+"/authorized") == "0"
}

// live is the kernel at work, until ctx ends.
func (b *bus) live(ctx context.Context) {
	for ctx.Err() == nil {
		b.step()
		select {
		case <-ctx.Done():
		case <-time.After(b.beat):
		}
	}
}

func (b *bus) step() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for port, s := range b.sticks {
		switch allowed := b.text(face(port) + "/authorized"); { // "" while it is written
		case allowed == "1" && s.host == "":
			s.asks++
			s.host = "soon"
			time.AfterFunc(s.delay, func() { b.show(port, s) })
		case allowed == "0" && s.host != "" && s.host != "soon":
			check(b.t, os.Rename(s.host, b.at("made/gone")))
			check(b.t, os.RemoveAll(b.at("made/gone")))
			s.host = ""
			b.free(port)
		}
	}
}

// show gives a stick its disk: sda for the first, sdb …
func (b *bus) show(port string, s *stick) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sticks[port] != s {
		return
	}
	n := b.number(port)
	host := fmt.Sprintf("host%d", n)
	name := cmp.Or(s.kind, "sd") + string(rune('a'+n-1))
	disk := fmt.Sprintf("made/%s/%s/target%d:0:0/%d:0:0:0/block/%s", port, host, n, n, name)
	size := s.whole.size
	for i, p := range s.parts {
		dir := fmt.Sprintf("%s/%s%d", disk, name, i+1)
		b.file(dir+"/partition", strconv.Itoa(i+1))
		b.disk(dir, fmt.Sprintf("8:%d", 16*n+i+1), p)
		size += p.size
	}
	b.disk(disk, fmt.Sprintf("8:%d", 16*n), part{s.whole.image, size})
	s.host = b.at("sys/devices/pci0/usb1/" + port + "/" + port + ":1.0/" + host)
	check(b.t, os.Rename(b.at("made/"+port+"/"+host), s.host))
}

// number is the lowest that is free.
func (b *bus) number(port string) int {
	i := slices.Index(b.hosts, "")
	if i < 0 {
		b.hosts = append(b.hosts, "")
		i = len(b.hosts) - 1
	}
	b.hosts[i] = port
	return i + 1
}

// free gives the number of a port back.
func (b *bus) free(port string) {
	if i := slices.Index(b.hosts, port); i >= 0 {
		b.hosts[i] = ""
	}
}

func (b *bus) disk(dir, number string, p part) {
	b.file(dir+"/size", strconv.Itoa(p.size))
	b.file(dir+"/dev", number)
	check(b.t, os.MkdirAll(b.at(dir+"/holders"), 0o755))
	b.file("dev/"+filepath.Base(dir), string(p.image))
}

// mounter is a [Mounter] that notes what was asked of it.
type mounter struct {
	mu     sync.Mutex
	did    []string
	refuse map[string]error // by the first word
	hangs  *hang            // nil: it does not
}

func (m *mounter) note(format string, args ...any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	line := fmt.Sprintf(format, args...)
	m.did = append(m.did, line)
	word, _, _ := strings.Cut(line, " ")
	return m.refuse[word]
}

func (m *mounter) Mount(device, folder, kind string) error {
	err := m.note("mount %s %s", filepath.Base(device), kind)
	if m.hangs != nil {
		m.hangs.start()
		<-m.hangs.over
	}
	return err
}

// hang is a stick at which the kernel waits.
type hang struct {
	began, over chan struct{} // closed
	start, end  func()
}

func newHang() *hang {
	h := &hang{began: make(chan struct{}), over: make(chan struct{})}
	h.start, h.end = sync.OnceFunc(func() { close(h.began) }), sync.OnceFunc(func() { close(h.over) })
	return h
}

func (m *mounter) Writable(_, kind string, yes bool) error {
	if yes {
		return m.note("write %s", kind)
	}
	return m.note("read %s", kind)
}

func (m *mounter) Unmount(string) error { return m.note("unmount") }

// since is what was done since the last call.
func (m *mounter) since() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer func() { m.did = nil }()
	return strings.Join(m.did, ", ")
}
