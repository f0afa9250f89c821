package escpos

import (
	"fmt"
	"testing"

	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// states are what every dialect must be able to say, or says that it cannot:
// then the bytes are nil. Each has its own bits for the same thing.
var states = []struct {
	name    string
	real    []byte // DLE EOT 1-4
	auto    []byte // ASB
	full    []byte // DLE EOT 1, then Custom's full status
	sensors []byte // Nippon's ESC v
	want    printer.Status
}{
	{"ready",
		[]byte{0x12, 0x12, 0x12, 0x12}, []byte{0x10, 0, 0, 0x0F}, []byte{0x12, 0x10, 0x0F, 0, 0, 0, 0}, []byte{0},
		printer.Status{Online: true, Paper: printer.PaperOK}},
	{"near end",
		[]byte{0x12, 0x12, 0x12, 0x1E}, []byte{0x10, 0, 0x03, 0x0F}, []byte{0x12, 0x10, 0x0F, 0x04, 0, 0, 0}, []byte{0x01},
		printer.Status{Online: true, Paper: printer.PaperNearEnd}},
	{"paper out",
		[]byte{0x1A, 0x32, 0x12, 0x7E}, []byte{0x18, 0, 0x0F, 0x0F}, []byte{0x1A, 0x10, 0x0F, 0x05, 0, 0, 0}, []byte{0x05},
		printer.Status{Paper: printer.PaperOut}},
	{"cover open hides the paper",
		[]byte{0x1A, 0x16, 0x12, 0x72}, []byte{0x38, 0, 0x0C, 0x0F}, []byte{0x1A, 0x10, 0x0F, 0x01, 0x02, 0, 0}, []byte{0x06},
		printer.Status{CoverOpen: true}},
	{"cutter",
		[]byte{0x1A, 0x52, 0x1A, 0x12}, []byte{0x18, 0x08, 0, 0x0F}, []byte{0x1A, 0x10, 0x0F, 0, 0, 0, 0x01}, []byte{0x10},
		printer.Status{Cutter: true, Paper: printer.PaperOK}},
	{"jam",
		nil, nil, []byte{0x1A, 0x10, 0x0F, 0, 0, 0x40, 0}, nil,
		printer.Status{Cutter: true, Paper: printer.PaperOK}},
	{"broken",
		[]byte{0x1A, 0x52, 0x32, 0x12}, []byte{0x18, 0x20, 0, 0x0F}, []byte{0x1A, 0x10, 0x0F, 0, 0, 0, 0x08}, []byte{0x20},
		printer.Status{Broken: true, Paper: printer.PaperOK}},
	{"too hot",
		[]byte{0x1A, 0x52, 0x52, 0x12}, []byte{0x18, 0x40, 0, 0x0F}, []byte{0x1A, 0x10, 0x0F, 0, 0, 0x01, 0}, []byte{0x08},
		printer.Status{Hot: true, Paper: printer.PaperOK}},
	{"off-line without a reason",
		[]byte{0x1A, 0x1A, 0x12, 0x12}, []byte{0x18, 0, 0, 0x0F}, []byte{0x1A, 0x10, 0x0F, 0, 0x20, 0, 0}, nil,
		printer.Status{Paper: printer.PaperOK}},
	{"a paper in the mouth",
		nil, nil, []byte{0x12, 0x10, 0x0F, 0x20, 0, 0, 0}, []byte{0x40},
		printer.Status{Online: true, Paper: printer.PaperOK, Mouth: printer.MouthHolding}},
	{"only one answer",
		[]byte{0x12}, nil, []byte{0x12}, nil,
		printer.Status{Online: true}},
	{"why it stopped, without the fourth answer",
		[]byte{0x1A, 0x32}, nil, nil, nil,
		printer.Status{Paper: printer.PaperOut}},
}

// TestEveryModelReadsTheSame shows each state to the decoders of every profile,
// as bytes of its own dialect through its own splitter.
func TestEveryModelReadsTheSame(t *testing.T) {
	for _, name := range profiles.Names() {
		p, err := profiles.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Driver != "escpos" {
			continue
		}
		for _, s := range states {
			said := map[string][]byte{"dle_eot": s.real, "full_status": s.full, "esc_v": s.sensors}[p.Status]
			if said != nil {
				same(t, name+": "+s.name, hear(language{p}, said), s.want)
			}
			if p.Auto && s.auto != nil {
				same(t, name+": "+s.name+", by itself", overhear(t, language{p}, s.auto), s.want)
			}
		}
	}
}

// same compares what the dialect can tell: not every one knows of a mouth.
func same(t *testing.T, what string, got, want printer.Status) {
	t.Helper()
	if want.Mouth == printer.MouthUnknown && got.Mouth == printer.MouthEmpty {
		got.Mouth = printer.MouthUnknown
	}
	if got != want {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// hear gives each of the model's questions the first reply that fits.
func hear(l language, said []byte) printer.Status {
	replies := l.Splitter().Feed(said)
	var answers []dialogue.Reply
	for _, q := range l.Sense() {
		var answer dialogue.Reply
		for i, r := range replies {
			if q.Fits(r) {
				answer, replies = r, append(replies[:i:i], replies[i+1:]...)
				break
			}
		}
		answers = append(answers, answer)
	}
	return l.Read(answers)
}

func overhear(t *testing.T, l language, said []byte) printer.Status {
	t.Helper()
	replies := l.Splitter().Feed(said)
	if len(replies) != 1 {
		t.Fatalf("%x: %d replies", said, len(replies))
	}
	s, ok := l.Told(replies[0])
	if !ok {
		t.Fatalf("%x: no status", said)
	}
	return s
}

// TestFenceTellsThePaper: GS r 1 has the paper in other bits than DLE EOT 4.
func TestFenceTellsThePaper(t *testing.T) {
	for b, want := range map[byte]printer.Paper{
		0x00: printer.PaperOK, 0x03: printer.PaperNearEnd, 0x0C: printer.PaperOut, 0x0F: printer.PaperOut, 0x60: printer.PaperOK,
	} {
		l := language{printer.Profile{Status: "dle_eot", Confirm: "fence"}}
		same(t, fmt.Sprintf("%02x", b), overhear(t, l, []byte{b}), printer.Status{Online: true, Paper: want})
	}
	l := language{printer.Profile{Status: "dle_eot", Confirm: "process_id"}}
	if _, ok := l.Told(l.Splitter().Feed([]byte{0x0C})[0]); ok {
		t.Error("a byte that nobody asked for is a status")
	}
}

func TestSplitter(t *testing.T) {
	tests := []struct{ name, dialect, in, want string }{
		{"real time", "", "\x12\x1e", "0:12 0:1e"},
		{"asb", "", "\x10\x00\x03\x0f", "1:1000030f"},
		{"XOFF inside asb", "", "\x10\x13\x00\x03\x11\x0f", "1:1000030f"},
		{"real time inside asb", "", "\x10\x00\x12\x03\x0f", "0:12 1:1000030f"},
		{"asb cut short by asb", "", "\x10\x00\x18\x00\x0f\x0f", "1:18000f0f"},
		{"queued", "", "\x00\x0f", "2:00 2:0f"},
		{"process id", "", "\x37\x22ABCD\x00", "3:372241424344"},
		{"XOFF inside a block", "", "\x37\x13\x25\x00", "3:3725"},
		{"all mixed", "", "\x12\x37\x25\x00\x10\x00\x00\x0f\x00", "0:12 3:3725 1:1000000f 2:00"},
		{"block cut short by a status", "", "\x5fEPS\x12\x00", "2:00"},
		{"XON and noise", "", "\x11\x13\x93\xff", ""},
		{"full status", "full_status", "\x12\x10\x0f\x20\x00\x40\x80\x12", "0:12 4:100f20004080 0:12"},
		{"XOFF inside full status", "full_status", "\x10\x13\x0f\x01\x02\x11\x03\x04", "4:100f01020304"},
		{"an answer after half a head", "full_status", "\x10\x12\x00", "0:12 2:00"},
		{"ESC v", "esc_v", "\x00\x13\x83\x10", "5:00 5:83 5:10"},
	}
	for _, tt := range tests {
		s := splitter{dialect: tt.dialect}
		got := ""
		for i := range len(tt.in) { // one by one: a reply may come in pieces
			for _, r := range s.Feed([]byte{tt.in[i]}) {
				got += fmt.Sprintf(" %d:%x", r.Kind, r.Data)
			}
		}
		if len(got) > 0 {
			got = got[1:]
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// FuzzSplitter: any stream gives replies of the right shape, and after some
// zeros the next answer is read rightly.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("\x12\x37\x22ABCD\x00\x10\x00\x00\x0f"), "dle_eot")
	f.Add([]byte("\x5f\x37\x10"), "dle_eot")
	f.Add([]byte("\x12\x10\x0f\x20"), "full_status")
	f.Add([]byte("\x83"), "esc_v")
	f.Fuzz(func(t *testing.T, in []byte, dialect string) {
		s := splitter{dialect: dialect}
		for _, r := range s.Feed(in) {
			checkShape(t, r)
		}
		s.Feed(make([]byte, fullLength))
		got := s.Feed([]byte{0x12, 0x37, 0x25, 0})
		if dialect != "esc_v" && (len(got) != 2 || got[0].Kind != realTime || !isBlock("\x37\x25")(got[1])) {
			t.Fatalf("after %x: %v", in, got)
		}
	})
}

func checkShape(t *testing.T, r dialogue.Reply) {
	t.Helper()
	want := map[int]int{realTime: 1, auto: 4, queued: 1, full: fullLength, sensors: 1}
	if n, fixed := want[r.Kind]; fixed && len(r.Data) != n || len(r.Data) > maxBlock || len(r.Data) == 0 {
		t.Fatalf("reply %v", r)
	}
}

// FuzzStatus: every answer that fits its question can be read, and what it
// says can be said.
func FuzzStatus(f *testing.F) {
	for _, s := range states {
		f.Add(s.real, "dle_eot")
		f.Add(s.auto, "dle_eot")
		f.Add(s.full, "full_status")
		f.Add(s.sensors, "esc_v")
	}
	f.Fuzz(func(t *testing.T, in []byte, dialect string) {
		l := language{printer.Profile{Status: dialect}}
		for _, r := range l.Splitter().Feed(in) {
			if s, ok := l.Told(r); ok && s.String() == "" {
				t.Fatalf("%x says nothing", in)
			}
		}
		if first := l.Splitter().Feed(in); len(first) > 0 && l.Sense()[0].Fits(first[0]) {
			if s := hear(l, in); s.Ready() && s.Fault() != printer.NoFault {
				t.Fatalf("%x: %+v", in, s)
			}
		}
	})
}
