package symbol

import (
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/boombuler/barcode/pdf417"
	"rsc.io/qr"

	"guichet/drivers/symbol/symboltest"
)

// picture draws m, each module sx by sy dots.
func picture(m Matrix, sx, sy int) image.Image {
	img := image.NewGray(image.Rect(0, 0, m.Width*sx, m.Height*sy))
	for i := range img.Pix {
		x, y := i%img.Stride, i/img.Stride
		if !m.Black(x/sx, y/sy) {
			img.SetGray(x, y, color.Gray{Y: 0xFF})
		}
	}
	return img
}

// Another program reads every kind, at lengths that make many sizes.
func TestAnotherProgramReads(t *testing.T) {
	symboltest.Need(t)
	for _, c := range []struct {
		kind    Kind
		format  string
		row     int // dots
		lengths []int
	}{
		{QR, "QRCode", 3, []int{1, 20, 80, 300, 1000}},
		{Code128, "Code128", 60, []int{1, 8, 17, 31, 48}},
		{PDF417, "PDF417", 9, []int{1, 5, 11, 17, 24, 40, 57, 80, 121, 200, 333}},
		{DataMatrix, "DataMatrix", 3, []int{1, 8, 30, 90, 150, 300, 800, 1500}},
	} {
		for _, n := range c.lengths {
			data := strings.Repeat("Ab-2026 k1", 200)[:n-1] + "Z"
			m, err := New(c.kind, data)
			if err != nil {
				t.Fatalf("%s of %d: %v", c.format, n, err)
			}
			symboltest.Want(t, picture(m, 3, c.row), c.format, data)
		}
	}
}

// The left indicators of PDF417 are compared with the standard, with no
// program of others at hand.
func TestLeftIndicators(t *testing.T) {
	bars, compared := descriptors(t), 0
	for length := 1; length < 600; length += 10 {
		m, err := New(PDF417, strings.Repeat("Ab 1-", 120)[:length])
		if err != nil {
			t.Fatalf("%d characters: %v", length, err)
		}
		for y := 0; y < m.Height; y += 3 {
			want, known := bars[30*(y/3)+(m.Height-1)/3]
			if !known {
				continue
			}
			compared++
			if got := m.word(1, y); got != want {
				t.Errorf("%d characters, row %d of %d: the indicator is %017b, want %017b", length, y, m.Height, got, want)
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d indicators were compared", compared)
	}
}

// Every donor has the rows that it is taken for.
func TestDonors(t *testing.T) {
	for n := range lengths {
		m, err := donor(n)
		if err != nil || m.Height != 3*(n+1) {
			t.Errorf("donor %d has %d rows, %v", n, m.Height, err)
		}
	}
}

// descriptors are bars of the first cluster by the value that they stand for.
// The first codeword after the left indicator of the first row is how many
// codewords of data there are: all that are not for error correction.
func descriptors(t *testing.T) map[int]int {
	t.Helper()
	all := map[int]int{}
	for level := range byte(3) {
		for length := 1; length < 600; length += 2 {
			code, err := pdf417.Encode(strings.Repeat("A", length), level)
			m, err := matrixOf(code, 2, err)
			if err != nil {
				continue
			}
			columns := (m.Width-1)/word417 - 4
			all[columns*m.Height-2<<level] = m.word(2, 0)
		}
	}
	return all
}

// word is the bars of a codeword, as bits.
func (m Matrix) word(n, y int) (bits int) {
	for x := range word417 {
		bits <<= 1
		if m.Black(n*word417+x, y) {
			bits |= 1
		}
	}
	return bits
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		kind Kind
		data string
		want error
	}{
		"no kind":                  {9, "a", ErrKind},
		"below the kinds":          {-1, "a", ErrKind},
		"nothing in a QR":          {QR, "", ErrEmpty},
		"nothing in a bar code":    {Code128, "", ErrEmpty},
		"an accent in a bar code":  {Code128, "é", ErrCharacter},
		"a newline in a bar code":  {Code128, "a\nb", ErrCharacter},
		"a long bar code":          {Code128, strings.Repeat("a", 49), ErrLong},
		"a long QR":                {QR, strings.Repeat("a", 5000), ErrLong},
		"a long Data Matrix":       {DataMatrix, strings.Repeat("a", 9000), ErrLong},
		"an accent in Data Matrix": {DataMatrix, "é", ErrCharacter},
		"a long PDF417":            {PDF417, strings.Repeat("é", 2000), ErrLong},
	} {
		if _, err := New(c.kind, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// The width that is computed is that of the symbol.
func TestQRWidth(t *testing.T) {
	for _, alphabet := range []string{"7", "K7", "a", "é"} {
		for n := 1; n < 2600; n += 1 + n/7 {
			data := strings.Repeat(alphabet, n)
			got, err := QRWidth(data)
			m, want := New(QR, data)
			if !errors.Is(err, want) || got != m.Width {
				t.Fatalf("%d times %q: %d, %v; the symbol has %d, %v", n, alphabet, got, err, m.Width, want)
			}
		}
	}
	if _, err := QRWidth(""); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing: %v", err)
	}
}

// A QR symbol is of level M, as the documents of this project say.
func TestQRLevel(t *testing.T) {
	m, _ := New(QR, strings.Repeat("x", 80))
	code, _ := qr.Encode(strings.Repeat("x", 80), qr.M)
	if m.Width != code.Size {
		t.Fatalf("%d modules, want %d", m.Width, code.Size)
	}
	for i := range m.Width * m.Width {
		if x, y := i%m.Width, i/m.Width; m.Black(x, y) != code.Black(x, y) {
			t.Fatalf("module %d, %d", x, y)
		}
	}
}
