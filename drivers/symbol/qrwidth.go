package symbol

import (
	"strings"

	"rsc.io/qr/coding"
)

// QRWidth is the width in modules of the QR symbol that [New] makes of data,
// without making it. A printer that changes the mode on the way may make it
// smaller, never larger.
func QRWidth(data string) (int, error) {
	if data == "" {
		return 0, ErrEmpty
	}
	bits := coding.String(data).Bits
	switch {
	case only(data, "0123456789"):
		bits = coding.Num(data).Bits
	case only(data, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"):
		bits = coding.Alpha(data).Bits
	}
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if bits(v) <= v.DataBytes(coding.M)*8 {
			return 17 + 4*int(v), nil
		}
	}
	return 0, ErrLong
}

func only(data, alphabet string) bool {
	for _, r := range data {
		if !strings.ContainsRune(alphabet, r) {
			return false
		}
	}
	return true
}
