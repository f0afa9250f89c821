package store

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"time"
)

// columnsOfItem are all but the ciphertext, which a list does not read.
const columnsOfItem = `id, reference, pack, version, kiosk, town, at, keep_days, size, sha256,
	envelope, received, handled_at, handled_by, hash`

const selectItem = "SELECT " + columnsOfItem + " FROM item "

// scanItem reads a row and checks its hash: a damaged one is marked.
func scanItem(row scanner) (Item, error) { return scanItemAnd(row) }

func scanItemAnd(row scanner, more ...any) (Item, error) {
	var i Item
	var mark []byte
	err := row.Scan(append([]any{&i.ID, &i.Reference, &i.Pack, &i.Version, &i.Kiosk, &i.Town, at(&i.At), &i.KeepDays,
		&i.Size, &i.SHA256, &i.Envelope, at(&i.Receipt), at(&i.HandledAt), &i.HandledBy, &mark}, more...)...)
	if err != nil {
		return Item{}, err
	}
	i.Damaged = subtle.ConstantTimeCompare(mark, i.hash()) != 1
	return i, nil
}

// hash is the SHA-256 over every column, each with its length in front, so that
// no byte can move from one to the next. It covers the ciphertext by its own
// hash, which is a column: so a list can be checked without reading megabytes.
func (i Item) hash() []byte {
	b := make([]byte, 0, 2<<10) // more than most need, and off the heap
	for _, text := range []string{i.ID, i.Reference, i.Pack, i.Version, i.Kiosk, i.Town, i.SHA256, i.Envelope, i.HandledBy} {
		b = append(binary.BigEndian.AppendUint64(b, uint64(len(text))), text...)
	}
	for _, n := range []int64{micro(i.At), int64(i.KeepDays), int64(i.Size), micro(i.Receipt), micro(i.HandledAt)} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	sum := sha256.Sum256(b)
	return sum[:]
}

// expires is when the item is to be deleted.
func (i Item) expires() time.Time { return i.Receipt.AddDate(0, 0, i.KeepDays) }

// gone: its time was over. Its hash covers that too.
func (i Item) gone() bool { return i.Town == "" }

// checkItem refuses what could not be found, checked or deleted later, and a
// ciphertext that is not the header's.
func checkItem(i Item, ciphertext []byte) error {
	if err := i.Header.Check(); err != nil {
		return err
	}
	if i.Envelope == "" {
		return errors.New("store: an item has an envelope")
	}
	return i.Fits(ciphertext)
}
