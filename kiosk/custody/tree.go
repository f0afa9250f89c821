package custody

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// maxPath is how many hashes lead at most from a leaf to the root.
const maxPath = 6

// newPlace is the place of the n'th leaf of a tree that grow completes.
func newPlace(n int) []byte {
	return binary.BigEndian.AppendUint16(make([]byte, 0, 2+maxPath*tlog.HashSize), uint16(n))
}

// readPlace gives a leaf's number and its path, of any tree that we grow.
func readPlace(place []byte) (n int64, path tlog.RecordProof, ok bool) {
	if len(place) < 2 || len(place) > 2+maxPath*tlog.HashSize || len(place)%tlog.HashSize != 2 {
		return 0, nil, false
	}
	n = int64(binary.BigEndian.Uint16(place))
	for hash := range slices.Chunk(place[2:], tlog.HashSize) {
		path = append(path, tlog.Hash(hash))
	}
	return n, path, true
}

// grow gives the root of some leaves (RFC 9162, section 2.1.1) and completes
// their places (section 2.1.3.1).
func grow(leaves []tlog.Hash, places [][]byte) tlog.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1 << (bits.Len(uint(len(leaves)-1)) - 1) // the largest power of two below
	left, right := grow(leaves[:k], places[:k]), grow(leaves[k:], places[k:])
	for i := range places {
		beside := right
		if i >= k {
			beside = left
		}
		places[i] = append(places[i], beside[:]...)
	}
	return tlog.NodeHash(left, right)
}

// tree is what the hub signs: many receipts by their root.
type tree struct {
	Size int64     `json:"size"` // receipts in it
	Root tlog.Hash `json:"root"`
}

// has tells whether a leaf stands at a place.
func (t tree) has(leaf, place []byte) bool {
	n, path, ok := readPlace(place)
	return ok && tlog.CheckRecord(path, t.Size, t.Root, n, tlog.RecordHash(leaf)) == nil
}
