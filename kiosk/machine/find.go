package machine

import (
	"os"
	"path/filepath"
	"strings"
)

// medium is a partition with a file system that we read, or a stick without
// partitions.
type medium struct {
	volume
	folder string // in /sys
	device string // in /dev
	serial string
	size   int // sectors of 512 bytes
}

// find looks at all disks on the USB that nothing else uses. A stick that has
// several partitions is known by its largest: those that start a computer have a
// small one beside it.
func (p ports) find() (medium, error) {
	var sticks []medium
	for _, dir := range p.all() {
		var best medium
		full := false
		for _, disk := range disksOf(dir) {
			if !p.candidate(disk) {
				continue
			}
			full = true
			best = p.best(disk, best)
		}
		if full {
			best.serial = clean(readText(filepath.Join(deviceOf(dir), "serial")))
			sticks = append(sticks, best)
		}
	}
	switch {
	case len(sticks) == 0:
		return medium{}, ErrNoStick
	case len(sticks) > 1:
		return medium{}, ErrManySticks
	case sticks[0].kind == "":
		return medium{}, ErrBadStick
	}
	return sticks[0], nil
}

// candidate leaves out a reader without a card, a disk of the machine, and the CD
// that a modem shows.
func (p ports) candidate(disk string) bool {
	size, err := readNumber(filepath.Join(disk, "size"))
	return err == nil && size > 0 && strings.HasPrefix(filepath.Base(disk), "sd") && !p.o.inUse(disk)
}

// deviceOf is the folder of the device that an interface is part of: in /sys it
// lies in it.
func deviceOf(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return filepath.Dir(dir)
}

// best is the largest that can be read of a disk's partitions, and of best.
func (p ports) best(disk string, best medium) medium {
	for _, dir := range partitions(disk) {
		m := medium{folder: dir, device: p.o.at("dev/" + filepath.Base(dir))}
		m.size, _ = readNumber(filepath.Join(dir, "size"))
		if m.size <= best.size {
			continue
		}
		if m.volume = volumeAt(m.device); m.kind != "" {
			best = m
		}
	}
	return best
}

// partitions are those of a disk; the disk itself where it has none.
func partitions(disk string) []string {
	marks, _ := filepath.Glob(filepath.Join(disk, "*/partition"))
	if len(marks) == 0 {
		return []string{disk}
	}
	for i, mark := range marks {
		marks[i] = filepath.Dir(mark)
	}
	return marks
}

func volumeAt(device string) volume {
	f, err := os.Open(device)
	if err != nil {
		return volume{}
	}
	defer f.Close()
	return readVolume(f)
}

// inUse tells whether a disk or a partition of it is mounted, lies beneath
// another device, or swaps.
func (o *Options) inUse(disk string) bool {
	for _, dir := range append(partitions(disk), disk) {
		held, _ := filepath.Glob(filepath.Join(dir, "holders/*"))
		if len(held) > 0 || o.mounted(readText(filepath.Join(dir, "dev"))) || o.swaps("/dev/"+filepath.Base(dir)) {
			return true
		}
	}
	return false
}

// mounted looks for the number of a device among what is mounted, and not by us:
// proc(5), mountinfo.
func (o *Options) mounted(number string) bool {
	return number != "" && o.hasLine("proc/self/mountinfo", func(words []string) bool {
		return len(words) > 4 && words[2] == number && words[4] != stickFolder
	})
}

func (o *Options) swaps(device string) bool {
	return o.hasLine("proc/swaps", func(words []string) bool { return len(words) > 0 && words[0] == device })
}

// hasLine looks for a line by its words.
func (o *Options) hasLine(file string, match func(words []string) bool) bool {
	data, err := os.ReadFile(o.at(file))
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(data)) {
		if match(strings.Fields(line)) {
			return true
		}
	}
	return false
}
