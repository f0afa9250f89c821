package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
)

// File is something that passes inside a call: a PDF to print, a still picture.
// On its channel it is a text message with its head (without Data), then binary
// messages of at most [MaxChunk] bytes, [Size] bytes in all.
type File struct {
	ID     string `json:"id"`   // drawn by who sends it; 32 characters at most
	Kind   string `json:"kind"` // "application/pdf", "image/jpeg"
	Size   int    `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	For    string `json:"for,omitempty"` // ID of the Desk message that it answers
	Data   []byte `json:"-"`
}

const (
	MaxFile  = 8 << 20
	MaxChunk = 16 << 10 // what every browser takes in one message of a data channel
)

// ErrFile: it is no file, too large, or not what its head says.
var ErrFile = errors.New("wire: not a file that is taken")

// NewFile is a file to send.
func NewFile(id, kind string, data []byte) File {
	sum := sha256.Sum256(data)
	return File{ID: id, Kind: kind, Size: len(data), SHA256: hex.EncodeToString(sum[:]), Data: data}
}

// Chunks are the messages of a file: its head, and its parts.
func (f File) Chunks() (head []byte, parts [][]byte) {
	head, _ = json.Marshal(f) // strings and a number: it cannot fail
	for rest := f.Data; len(rest) > 0; {
		n := min(len(rest), MaxChunk)
		parts, rest = append(parts, rest[:n]), rest[n:]
	}
	return head, parts
}

// Joiner puts a file together from its messages.
type Joiner struct{ f *File }

// Head begins a file; one that was not whole is forgotten.
func (j *Joiner) Head(data []byte) error {
	j.f = nil
	var f File
	if len(data) > 4<<10 || json.Unmarshal(data, &f) != nil {
		return ErrFile
	}
	if f.Size <= 0 || f.Size > MaxFile || f.ID == "" || len(f.ID) > 32 || len(f.For) > 32 || len(f.Kind) > 80 {
		return ErrFile
	}
	j.f = &f
	return nil
}

// Part adds a part. whole is true with the last; the file is then what its head
// said, or ErrFile.
func (j *Joiner) Part(data []byte) (f File, whole bool, err error) {
	if j.f == nil || len(data) == 0 || len(data) > MaxChunk || len(j.f.Data)+len(data) > j.f.Size {
		j.f = nil
		return File{}, false, ErrFile
	}
	j.f.Data = append(j.f.Data, data...) // grows as it comes: a head alone takes no memory
	if len(j.f.Data) < j.f.Size {
		return File{}, false, nil
	}
	f, j.f = *j.f, nil
	if NewFile(f.ID, f.Kind, f.Data).SHA256 != f.SHA256 {
		return File{}, false, ErrFile
	}
	return f, true, nil
}
