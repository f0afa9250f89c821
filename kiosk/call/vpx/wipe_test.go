package vpx

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// TestMain starts the process anew without preemption by signals: a thread that
// is interrupted in the codec leaves its vector registers, 576 bytes of a flat
// picture on a processor with AVX-512, on the stack of its signals, where no Close
// can wipe them and the next signal does.
func TestMain(m *testing.M) {
	const off = "asyncpreemptoff=1"
	if debug := os.Getenv("GODEBUG"); !strings.Contains(debug, off) {
		os.Setenv("GODEBUG", strings.Trim(debug+","+off, ","))
		panic(syscall.Exec("/proc/self/exe", os.Args, os.Environ()))
	}
	os.Exit(m.Run())
}

// traces counts the rows of a flat picture that stand anywhere in this process's
// memory: 256 bytes of the same value, which nothing else has.
func traces(t *testing.T, value byte) (n int) {
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	defer maps.Close()
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skip(err)
	}
	defer mem.Close()
	row := bytes.Repeat([]byte{value}, 256)
	for s := bufio.NewScanner(maps); s.Scan(); {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(s.Text(), "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") {
			continue
		}
		n += count(mem, from, to, row)
	}
	clear(row)
	return n - 1 // what was looked for
}

func count(mem *os.File, from, to int64, row []byte) (n int) {
	buf := make([]byte, 1<<20)
	defer clear(buf) // it is in memory too
	for ; from < to; from += int64(len(buf)) {
		got, _ := mem.ReadAt(buf[:min(int64(len(buf)), to-from)], from)
		forget(buf, from)
		n += bytes.Count(buf[:got], row)
		clear(buf)
	}
	return n
}

// forget clears of buf, which was read at from, what it read of itself: what had
// just been written there stands in it twice.
func forget(buf []byte, from int64) {
	self := int64(uintptr(unsafe.Pointer(unsafe.SliceData(buf)))) - from
	size := int64(len(buf))
	if self > -size && self < size {
		clear(buf[max(self, 0):min(self+size, size)])
	}
}

func TestNothingOfAPictureStaysInMemory(t *testing.T) {
	const value = 0x6b
	e, err := NewEncoder(Settings{640, 480, 2_000_000, 30})
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	m, back := new(Image), new(Image)
	if err := m.Reset(640, 480); err != nil {
		t.Fatal(err)
	}
	m.Fill(value, 128, 128)
	for n := range 10 {
		f, _, err := e.Encode(m, time.Duration(n)*33*time.Millisecond, n%4 == 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.Decode(f); err != nil {
			t.Fatal(err)
		}
		if err := d.Image(back); err != nil {
			t.Fatal(err)
		}
	}
	before := traces(t, value)
	e.Close()
	d.Close()
	m.Wipe()
	back.Wipe()
	runtime.GC()
	after := traces(t, value)
	t.Logf("%d rows in memory, then %d", before, after)
	if before < 4*480 || after > 0 {
		t.Errorf("%d rows in memory, then %d", before, after)
	}
}

// A call closes its encoder and its decoder at the same moment.
func TestNothingStaysWhereManyCloseAtOnce(t *testing.T) {
	const value, many = 0x6d, 8
	for range 3 {
		var all []io.Closer
		m := new(Image)
		if err := m.Reset(640, 480); err != nil {
			t.Fatal(err)
		}
		m.Fill(value, 128, 128)
		for range many {
			e, d := encoder(t, Settings{640, 480, 2_000_000, 30}), decoder(t)
			f, _, err := e.Encode(m, 0, true)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := d.Decode(f); err != nil {
				t.Fatal(err)
			}
			all = append(all, e, d)
		}
		m.Wipe()
		closeAtOnce(all)
		if n := traces(t, value); n > 0 {
			t.Fatalf("%d rows in memory", n)
		}
	}
}

func closeAtOnce(all []io.Closer) {
	var going sync.WaitGroup
	start := make(chan struct{})
	for _, c := range all {
		going.Go(func() { <-start; c.Close() })
	}
	close(start)
	going.Wait()
}
