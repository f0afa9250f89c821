package machine

import (
	"encoding/binary"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
)

// volume is what a partition says that it is.
type volume struct{ kind, label string }

// Bytes of a sector that starts a file system, and of a folder, that are looked
// at.
const (
	bootSize = 512
	rootSize = 4096
	entry    = 32
)

// readVolume reads the first sector of a partition, and in its first folder the
// entry that holds its label. "vfat" and "exfat" are the kinds it knows; kind is
// empty for all else. Sources: "Microsoft FAT specification" (2005), sections 3.1
// and 6; "exFAT file system specification" (2019), sections 3.1 and 7.3.
func readVolume(r io.ReaderAt) volume {
	boot := make([]byte, bootSize)
	if n, _ := r.ReadAt(boot, 0); n < bootSize || boot[510] != 0x55 || boot[511] != 0xAA {
		return volume{}
	}
	if string(boot[3:11]) == "EXFAT   " {
		return exfat(boot, r)
	}
	return fat(boot, r)
}

// fat has no name of its own at a place that counts: what its numbers say must
// be possible. That leaves out NTFS and a table of partitions.
func fat(boot []byte, r io.ReaderAt) volume {
	le := binary.LittleEndian
	sector, cluster := int64(le.Uint16(boot[11:])), int64(boot[13])
	reserved, copies := int64(le.Uint16(boot[14:])), int64(boot[16])
	if sector < 512 || sector > 4096 || sector&(sector-1) != 0 || cluster == 0 || cluster&(cluster-1) != 0 || reserved == 0 || copies == 0 {
		return volume{}
	}
	first := reserved + copies*int64(le.Uint16(boot[22:]))
	if le.Uint16(boot[17:]) == 0 { // FAT32: its folder lies among the files
		first = reserved + copies*int64(le.Uint32(boot[36:])) + (int64(le.Uint32(boot[44:]))-2)*cluster
	}
	return volume{"vfat", fatLabel(folder(r, first*sector))}
}

// fatLabel is in code page 850, or another: only ASCII is sure.
func fatLabel(dir []byte) string {
	for ; len(dir) >= entry && dir[0] != 0; dir = dir[entry:] {
		// A volume's name, and not a piece of a long name nor a file that was erased.
		if a := dir[11] & 0x3F; a != 0x0F && a&0x18 == 0x08 && dir[0] != 0xE5 {
			return clean(strings.Map(func(c rune) rune {
				if c > unicode.MaxASCII {
					return '?'
				}
				return c
			}, strings.ToValidUTF8(string(dir[:11]), "?")))
		}
	}
	return ""
}

func exfat(boot []byte, r io.ReaderAt) volume {
	le := binary.LittleEndian
	sector, cluster := boot[108], boot[109]
	if sector < 9 || sector > 12 || cluster > 25-sector {
		return volume{}
	}
	heap, root := int64(le.Uint32(boot[88:])), int64(le.Uint32(boot[96:]))
	return volume{"exfat", exfatLabel(folder(r, (heap+(root-2)<<cluster)<<sector))}
}

func exfatLabel(dir []byte) string {
	for ; len(dir) >= entry && dir[0] != 0; dir = dir[entry:] {
		if dir[0] != 0x83 {
			continue
		}
		letters := make([]uint16, min(dir[1], 11))
		for i := range letters {
			letters[i] = binary.LittleEndian.Uint16(dir[2+2*i:])
		}
		return clean(string(utf16.Decode(letters)))
	}
	return ""
}

// folder is the beginning of the first folder; shorter where there is less.
func folder(r io.ReaderAt, at int64) []byte {
	dir := make([]byte, rootSize)
	if at <= 0 {
		return nil
	}
	n, _ := r.ReadAt(dir, at)
	return dir[:n]
}

// clean keeps what can stand on a page.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, s))
}
