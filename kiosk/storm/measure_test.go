package storm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

// figures are how large a process is.
type figures struct {
	Heap       int // bytes that live, after the garbage is collected
	RSS        int // bytes in memory
	Files      int // open
	Goroutines int
	Threads    int
}

func (f figures) String() string {
	data, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// measure collects the garbage and gives it back to the machine first.
func measure() figures {
	for range 3 { // what finalizers hold goes with the next one
		debug.FreeOSMemory()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd")
	threads, _ := os.ReadDir("/proc/self/task")
	return figures{int(m.HeapAlloc), rss(), len(files), runtime.NumGoroutine(), len(threads)}
}

// rss is VmRSS of proc(5), in kB there.
func rss() int {
	data, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := bytes.Cut(data, []byte("VmRSS:"))
	kB, _ := strconv.Atoi(string(bytes.Fields(append(rest, " 0"...))[0]))
	return kB << 10
}

// dumpHeap writes every object that lives. It answers with "ok".
func dumpHeap(file string) string {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Sprint(err)
	}
	defer f.Close()
	for range 3 {
		runtime.GC()
	}
	debug.WriteHeapDump(f.Fd())
	return "ok"
}
