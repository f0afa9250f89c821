package probe

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ticks of a clock as /proc counts it, a second: USER_HZ, the same on every
// Linux that Go runs on (proc_pid_stat(5), times(7)).
const ticks = 100

// Tree is a process with all its children, by the id of the first.
type Tree int

// process is what /proc/PID/stat says of one.
type process struct {
	id, parent int
	used       time.Duration
}

// PSS is the memory of the tree in bytes, where a page that n processes share
// counts for one n-th in each (the sum of /proc/PID/smaps_rollup).
func (t Tree) PSS() (int64, error) {
	var sum int64
	for _, p := range t.members() {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.id))
		if err != nil {
			return 0, fmt.Errorf("probe: memory of process %d: %w", p.id, err)
		}
		kb, err := pss(string(data))
		if err != nil {
			return 0, err
		}
		sum += kb * 1024
	}
	return sum, nil
}

// pss reads "Pss:   1234 kB".
func pss(rollup string) (int64, error) {
	for line := range strings.Lines(rollup) {
		if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
			return strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
		}
	}
	return 0, fmt.Errorf("probe: no Pss in smaps_rollup")
}

// CPU is the time that the tree has spent on processors, its ended children
// included once their parent has asked for them.
func (t Tree) CPU() time.Duration {
	var sum time.Duration
	for _, p := range t.members() {
		sum += p.used
	}
	return sum
}

// Size is the number of processes.
func (t Tree) Size() int { return len(t.members()) }

// members are the process and all that descend from it; none when it ended.
func (t Tree) members() []process {
	all := processes()
	var in []process
	for next := []int{int(t)}; len(next) > 0; next = next[1:] {
		for _, p := range all {
			if p.id == next[0] {
				in = append(in, p)
			}
			if p.parent == next[0] && !slices.Contains(next, p.id) {
				next = append(next, p.id)
			}
		}
	}
	return in
}

func processes() []process {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	var all []process
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // it ended while we looked
		}
		if p, err := parseStat(data); err == nil {
			all = append(all, p)
		}
	}
	return all
}

// parseStat reads a line of /proc/PID/stat. The name of the program is in
// brackets and may hold anything, brackets too.
func parseStat(line []byte) (process, error) {
	open, shut := bytes.IndexByte(line, '('), bytes.LastIndexByte(line, ')')
	if open < 0 || shut < open {
		return process{}, fmt.Errorf("probe: not a line of /proc/PID/stat")
	}
	fields := strings.Fields(string(line[shut+1:])) // from field 3, the state
	if len(fields) < 15 {
		return process{}, fmt.Errorf("probe: a line of /proc/PID/stat is short")
	}
	var n [6]int
	for i, text := range []string{string(line[:open]), fields[1], fields[11], fields[12], fields[13], fields[14]} {
		var err error
		if n[i], err = strconv.Atoi(strings.TrimSpace(text)); err != nil {
			return process{}, fmt.Errorf("probe: /proc/PID/stat: %w", err)
		}
	}
	spent := n[2] + n[3] + n[4] + n[5] // utime, stime, and those of children that were waited for
	return process{id: n[0], parent: n[1], used: time.Duration(spent) * time.Second / ticks}, nil
}
