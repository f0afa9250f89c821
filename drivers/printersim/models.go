package printersim

import (
	"maps"
	"slices"
	"strings"

	"guichet/drivers/printer"
)

// model is what one model of printer does, from its maker's manual. It is the
// simulator's own knowledge: a number that is wrong in drivers/profiles prints
// wrong here. What no manual said is left zero and taken from Options.Profile.
type model struct {
	starline bool              // it speaks Star Line Mode, else ESC/POS
	answers  map[byte]string   // GS I n → what it says
	pages    map[byte]string   // n of ESC t n (Star: ESC GS t n) → character set
	byNumber map[uint16]string // FS } & xL xH (Reliance): number of the code page → character set

	dots, columns, dpi int
	cell               int     // width of a character of font A, dots
	line               int     // from one line to the next after ESC @, dots
	head               float64 // from the head to the cutter or the tear bar, mm

	cuts    string // the commands that cut, by name; "" is a printer to tear at
	without string // commands of the common set that its manual does not list

	qr, code128, pdf417, dataMatrix dialect

	mouth  string        // the commands of its presenter; "" is none
	step   float64       // one step of its motor, mm
	drops  bool          // more steps than the paper is long throw it out
	asks   []byte        // the n of DLE EOT n that it answers
	escV   paperQuestion // what ESC v answers
	counts bool          // GS E0 to E5 (Custom)
	asb    answer        // GS a (Star: always)
	fence  answer        // GS r
	proof  answer        // GS ( H
	clears answer        // DLE DC4 8

	buffer    int // receive buffer, bytes
	xoff, xon int // room at which it says wait, and go on
}

// dialect is how a symbol is ordered: "" is not said by the manual.
type dialect string

const (
	noSymbol dialect = "none"
	epson    dialect = "epson"    // GS ( k, GS k
	custom   dialect = "custom"   // Custom's GS ( k
	reliance dialect = "reliance" // FS } %
	nippon   dialect = "nippon"   // ESC q
	star     dialect = "star"     // ESC GS y, ESC b, ESC GS x
)

// answer is whether a command is known. The zero value: no manual said so.
type answer int

const (
	unsaid answer = iota
	yes
	no
)

// or is a, or what the profile says where no manual does.
func (a answer) or(profile bool) bool { return a == yes || a == unsaid && profile }

// paperQuestion is what ESC v is on a model.
type paperQuestion int

const (
	noEscV     paperQuestion = iota
	escVPaper                // the paper sensors, at once, whatever is queued (Custom)
	escVQueued               // the paper sensors, in its turn (a profile that says so)
	escVNippon               // a status of 8 bits, in its turn (Nippon)
)

// Models are the names that Options.Model knows.
func Models() []string { return slices.Sorted(maps.Keys(catalogue)) }

// modelOf is the model that o names, completed by its profile.
func modelOf(o Options) model {
	m, known := catalogue[o.Model]
	if !known {
		m = derived(o.Profile)
	}
	m.complete(o.Profile)
	if o.Lies {
		m.answers = epsonAnswers("TM-T88V")
	}
	return m
}

// complete fills in what no manual said.
func (m *model) complete(p printer.Profile) {
	orInt(&m.dots, p.Dots, 576)
	orInt(&m.columns, p.Columns, m.dots/12)
	orInt(&m.cell, max(12, m.dots/max(1, m.columns)))
	orInt(&m.dpi, p.DPI, 203)
	orInt(&m.line, int(p.Line*float64(m.dpi)/25.4+0.5), defaultSpacing)
	orInt(&m.buffer, p.Buffer, 4096)
	m.margins()
	m.symbols(p.Symbols)
	m.questions(p)
	if m.head == 0 {
		m.head = 15
	}
	if m.step == 0 {
		m.step = max(p.Presenter.Step, 1)
	}
}

// margins: 128 and 256 of 4 KB, 16 and 26 of 45 bytes (TM-T88III specification).
func (m *model) margins() {
	switch {
	case m.xoff != 0:
	case m.buffer < 600:
		m.xoff, m.xon = 16, 26
	default:
		m.xoff, m.xon = 128, 256
	}
}

func (m *model) symbols(s printer.Symbols) {
	m.qr = m.qr.or(s.QR)
	m.code128 = m.code128.or(s.Code128)
	m.pdf417 = m.pdf417.or(s.PDF417)
	m.dataMatrix = m.dataMatrix.or(s.DataMatrix)
}

func (d dialect) or(profile string) dialect {
	switch {
	case d != "":
		return d
	case profile == "raster":
		return noSymbol
	case profile == "":
		return epson
	}
	return dialect(profile)
}

func (m *model) questions(p printer.Profile) {
	m.asb = m.asb.is(p.Auto || p.Name == "")
	m.fence = m.fence.is(p.Confirm != "none")
	m.proof = m.proof.is(p.Confirm == "process_id")
	m.clears = m.clears.is(p.Clear == "dle_dc4")
	if m.asks == nil {
		m.asks = []byte{1, 2, 3, 4}
	}
}

// is settles what is not said.
func (a answer) is(profile bool) answer {
	if a.or(profile) {
		return yes
	}
	return no
}

func orInt(n *int, values ...int) {
	for _, v := range values {
		if *n == 0 {
			*n = v
		}
	}
}

// knows says whether the manual lists a command of the common set.
func (m *model) knows(c op) bool { return !slices.Contains(strings.Fields(m.without), name(c)) }

// cutsBy says whether it is a command that cuts here.
func (m *model) cutsBy(command string) bool {
	return slices.Contains(strings.Fields(m.cuts), command)
}

// presentsBy says whether it is a command of its presenter.
func (m *model) presentsBy(command string) bool {
	return slices.Contains(strings.Fields(m.mouth), command)
}

// name is a command as the lists above write it: "ESC d" is "ESC_d".
func name(c op) string { return strings.ReplaceAll(string(c), " ", "_") }
