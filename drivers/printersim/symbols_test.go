package printersim

import (
	"image"
	"image/draw"
	"strings"
	"testing"

	"github.com/boombuler/barcode/pdf417"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"guichet/drivers/symbol/symboltest"
)

// scan reads a symbol off the paper with another's eyes.
func (h *hand) scan(reader gozxing.Reader) string {
	h.Helper()
	paper := h.roll.sheet(h.roll.rows()).Image
	img := image.NewGray(paper.Rect.Inset(-40)) // the quiet zone is the printer's neighbourhood
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(img, paper.Rect, paper, image.Point{}, draw.Src)
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		h.Fatal(err)
	}
	hint := gozxing.DecodeHintType_TRY_HARDER
	if _, small := reader.(*datamatrix.DataMatrixReader); small { // too small for its detector
		hint = gozxing.DecodeHintType_PURE_BARCODE
	}
	result, err := reader.Decode(bits, map[gozxing.DecodeHintType]any{hint: true})
	if err != nil {
		h.Fatalf("no symbol found: %v", err)
	}
	return result.GetText()
}

// gs is GS ( k with its length.
func gs(body string) string {
	return "\x1d(k" + string([]byte{byte(len(body)), byte(len(body) >> 8)}) + body
}

// Each dialect's symbols can be scanned, and one maker's order says nothing to
// another.
func TestSymbolsAreScanned(t *testing.T) {
	const data = "AR-2026-11-004217"
	star := "\x1b\x1dyS0\x02\x1b\x1dyS1\x01\x1b\x1dyS2\x05\x1b\x1dyD1\x00\x11\x00" + data + "\x1b\x1dyP"
	epsonQR := gs("1C\x06") + gs("1E1") + gs("1P0"+data) + gs("1Q0")
	customQR := gs("1A2\x00") + gs("1B\x00") + gs("1C\x06") + gs("1E2") + gs("1P1"+data) + gs("1Q1")
	tests := []struct {
		model, say string
		reader     gozxing.Reader // nil: nothing is printed
	}{
		{"generic-80mm", epsonQR, qrcode.NewQRCodeReader()},
		{"custom-vkp80iii", customQR, qrcode.NewQRCodeReader()},
		{"pyramid-reliance", "\x1c}t\x04\x1c}%\x11" + data, qrcode.NewQRCodeReader()},
		{"star-tsp650ii", star, qrcode.NewQRCodeReader()},
		{"nippon-np-3511", "\x1bq\x08\x01B" + data + "\x00", qrcode.NewQRCodeReader()},
		{"custom-vkp80iii", epsonQR, nil},
		{"generic-80mm", customQR, nil},
		{"custom-kpm210", epsonQR, nil},
		{"pyramid-reliance", epsonQR, nil},

		{"epson-tm-t88vi", "\x1dh\x50\x1dw\x02\x1dk\x49\x13{B" + data, oned.NewCode128Reader()},
		{"generic-58mm", "\x1dw\x01\x1dk\x49\x13{B" + data, oned.NewCode128Reader()},
		{"star-tsp650ii", "\x1bb611\x50" + data + "\x1e", oned.NewCode128Reader()},

		{"epson-tm-t88vi", gs("6C\x06") + gs("6P0"+data) + gs("6Q0"), datamatrix.NewDataMatrixReader()},
		{"custom-vkp80iii", gs("QC\x06") + gs("QP3"+data) + gs("QQ3"), datamatrix.NewDataMatrixReader()},
		{"custom-vkp80iii", gs("6P0"+data) + gs("6Q0"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.model, func(t *testing.T) {
			h := newHand(t, Options{Model: tt.model})
			h.send(tt.say + "\n")
			switch {
			case tt.reader == nil && h.roll.ink != 0:
				t.Errorf("%q leaves %d dots", tt.say, h.roll.ink)
			case tt.reader != nil:
				if got := h.scan(tt.reader); got != data {
					t.Errorf("the symbol says %q", got)
				}
			}
		})
	}
}

// CODE128: the sets, the functions and the text below.
func TestCode128(t *testing.T) {
	tests := []struct{ in, scanned, below string }{
		{"{BAR-12", "AR-12", "AR-12"},
		{"{BA{{B", "A{B", "A{B"},
		{"{C\x0c\x22\x38", "123456", "123456"},
		{"{BAR{C\x0c\x22{BZ", "AR1234Z", "AR1234Z"},
		{"{AAB\x01{BC", "AB\x01C", "AB C"},
		{"{BA{S\x01B", "A\x01B", "A B"},
	}
	for _, tt := range tests {
		h := newHand(t, Options{Model: "epson-tm-t88vi"})
		h.send("\x1dH\x02\x1dk\x49" + string(rune(len(tt.in))) + tt.in)
		if got := h.scan(oned.NewCode128Reader()); got != tt.scanned {
			t.Errorf("%q: the bars say %q, want %q", tt.in, got, tt.scanned)
		}
		if got := strings.Join(h.lines(), ""); got != tt.below {
			t.Errorf("%q: below stands %q, want %q", tt.in, got, tt.below)
		}
	}
	for _, bad := range []string{"AR-12", "{BAé", "{C\x7f", "{X"} {
		h := newHand(t, Options{Model: "epson-tm-t88vi"})
		if h.send("\x1dk\x49" + string(rune(len(bad))) + bad); h.roll.ink != 0 {
			t.Errorf("%q leaves %d dots", bad, h.roll.ink)
		}
	}
}

// Bars that are wider than the paper are not printed (58 mm, module 3).
func TestTooWide(t *testing.T) {
	h := newHand(t, Options{Model: "generic-58mm"})
	h.send("\x1dw\x03\x1dk\x49\x13{BAR-2026-11-004217" + gs("1C\x10") + gs("1E3") + gs("1P0AR-2026-11-004217") + gs("1Q0"))
	if h.roll.ink != 0 {
		t.Errorf("%d dots", h.roll.ink)
	}
}

// orders417 are what asks each maker's machine for data as PDF417, of modules of
// 2 dots and rows of 8.
func orders417(data string) map[string]string {
	epson := gs("0C\x02") + gs("0D\x04") + gs("0E02") + gs("0P0"+data) + gs("0Q0")
	return map[string]string{
		"epson-tm-t88vi": epson, "custom-vkp80iii": epson,
		"star-tsp650ii": "\x1b\x1dxS0\x00\x01\x02\x1b\x1dxS1\x02\x1b\x1dxS2\x02\x1b\x1dxS3\x04\x1b\x1dxD" +
			string([]byte{byte(len(data)), 0}) + data + "\x1b\x1dxP",
	}
}

// The paper is compared, module by module, with what the library draws at the
// size that was ordered; but for the left indicators of every third row, which
// the library gets wrong.
func TestPDF417(t *testing.T) {
	const data = "AR-2026-11-004217"
	want, err := pdf417.Encode(data, 2)
	if err != nil {
		t.Fatal(err)
	}
	for model, say := range orders417(data) {
		h := newHand(t, Options{Model: model})
		h.send(say)
		size := want.Bounds().Size()
		if h.roll.fed != size.Y/2*8 {
			t.Fatalf("%s: %d rows, want %d of 8", model, h.roll.fed, size.Y/2)
		}
		for y := range h.roll.fed {
			for x := range size.X * 2 {
				if x/2/17 == 1 && y/8%3 == 0 {
					continue
				}
				if black := h.roll.pix[y*h.roll.width+x] == 0; black != dark(want, x/2, y/8*2) {
					t.Fatalf("%s: dot %d, %d", model, x, y)
				}
			}
		}
	}
}

// Another program reads what the machine draws, whatever the number of rows.
func TestPDF417IsRead(t *testing.T) {
	symboltest.Need(t)
	for _, data := range []string{"A", "HELLO WORLD", "AR-2026-11-004217", strings.Repeat("Saint-Eloi ", 9)[:80]} {
		for model, say := range orders417(data) {
			h := newHand(t, Options{Model: model})
			h.send(say)
			symboltest.Want(t, h.roll.sheet(h.roll.rows()).Image, "PDF417", data)
		}
	}
}

// There is a symbol to take the indicators from for every number of rows.
func TestSymbolOfRows(t *testing.T) {
	for rows := 3; rows <= 30; rows += 3 {
		if code := symbolOfRows(rows); code == nil || code.Bounds().Dy() != rows*tall417 {
			t.Errorf("none of %d rows", rows)
		}
	}
}
