package forms

import (
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// referenceLetters are the 23 check letters: no I, O or Q, which are taken
// for digits when read aloud or on thermal paper.
const referenceLetters = "ABCDEFGHJKLMNPRSTUVWXYZ"

// NewReference draws a reference: nine digits and a check letter, shown
// "482 739 156 Z". The letter is the number modulo 23. As 23 is a prime, it
// catches every wrong digit and every two neighbours exchanged.
func NewReference(r io.Reader) (string, error) {
	n, err := drawBelow(r, 1_000_000_000)
	if err != nil {
		return "", fmt.Errorf("forms: reference: %w", err)
	}
	s := fmt.Sprintf("%09d", n)
	return s[:3] + " " + s[3:6] + " " + s[6:] + " " + checkLetter(n), nil
}

// ValidReference reads a reference as a person gives it back, whatever the
// spaces and the case, and gives it as shown; false if the letter is wrong.
func ValidReference(s string) (string, bool) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) != 10 || !digitsOnly(s[:9]) {
		return "", false
	}
	n, _ := strconv.ParseUint(s[:9], 10, 32)
	return s[:3] + " " + s[3:6] + " " + s[6:9] + " " + s[9:], s[9:] == checkLetter(uint32(n))
}

func checkLetter(n uint32) string {
	i := n % uint32(len(referenceLetters))
	return referenceLetters[i : i+1]
}

// drawBelow draws a number below limit, each as likely: what lies over the
// last whole multiple of limit is drawn again.
func drawBelow(r io.Reader, limit uint32) (uint32, error) {
	var b [4]byte
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return 0, err
		}
		n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		if n < (1<<32-1)/limit*limit {
			return n % limit, nil
		}
	}
}

// NewID draws the identifier of a submission: 128 bits as 32 hexadecimal
// digits.
func NewID(r io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return "", fmt.Errorf("forms: submission id: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}
