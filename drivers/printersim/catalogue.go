package printersim

import "guichet/drivers/printer"

// catalogue holds the models by the names that drivers/profiles gives them.
// Behind each number stands where it was read; [mem] is what was not found
// again and is to be checked before relying on it.
//
//	TRG      Epson's Technical Reference Guide of the model, as the page lists
//	         of escpos-printer-db quote it (TM-T88III/IV/V, TM-T20II/III)
//	SPEC     TM-T88III specification: buffer and its margins
//	REF      Epson ESC/POS reference: gs_lparen_ch, dle_dc4, gs_lparen_ck
//	KPM      Custom KPM210/216 manual, pages 3-31 and 3-49
//	VKP3     Custom VKP80III commands manual 915DX010100, through quobox/vkp80iii
//	REL      Pyramid's ESC/POS documentation, column Reliance
//	NP       Nippon D-F0446 pages 40-43 and D-F0382 page 36
//	LINE     STAR Line Mode Command Specifications 0.09, 1.12
//	STARESC  star/esc-pos mapping of receipt-printer-encoder (tried on devices);
//	         escpos-printer-db has Star's own numbers (4, 32) instead, from an
//	         impact printer
//	PMU      Citizen CT-S/PMU command reference page 326
var catalogue = map[string]model{
	"epson-tm-t88iii": epsonT88("TM-T88III", map[byte]string{18: "cp862"}, no, no),
	"epson-tm-t88iv":  epsonT88("TM-T88IV", nil, yes, yes),      // Epson's table of commands by model, as a public project copied it
	"epson-tm-t88v":   epsonT88("TM-T88V", latePages, yes, yes), // proof and clears [mem]
	"epson-tm-t88vi":  epsonT88("TM-T88VI", latePages, yes, yes),
	"epson-tm-t20ii":  epsonT20("TM-T20II"),
	"epson-tm-t20iii": epsonT20("TM-T20III"),

	"custom-vkp80ii": {
		// Its command reference was not found as text: answers are the family's,
		// the step of 7.3 mm is [mem]. Pages: user manual 4-1, numbers of KPM.
		answers: map[byte]string{1: "\x5d", 2: "\x02", 3: "1.00"},
		pages:   kpmPages, dots: 576, cell: 13, line: sixthInch, dpi: 203, head: 11, // 13 dots: 15 characters an inch (KPM216H 3-12)
		cuts: "GS_V0 GS_V65 ESC_i", qr: custom, code128: epson, pdf417: custom, dataMatrix: noSymbol, counts: true,
		mouth: "gs_e", step: 7.3, asks: []byte{1, 2, 3, 4, 17, 20}, escV: escVPaper,
		asb: no, fence: yes, proof: no, clears: no,
	},
	"custom-vkp80iii": { // VKP3; its GS I answers two bytes for the model
		answers: map[byte]string{1: "\x02\x05", 2: "\x02", 3: "1.00"},
		pages:   customPages, dots: 576, cell: 13, line: sixthInch, dpi: 203, head: 11, // 11 mm: FS C1 draws back as much at most
		cuts: "GS_V0 GS_V65 ESC_i", qr: custom, code128: epson, pdf417: custom, dataMatrix: custom, counts: true,
		mouth: "fs_p", step: 5, asks: []byte{1, 2, 3, 4, 5, 20}, escV: escVPaper,
		asb: no, fence: unsaid, proof: no, clears: no,
	},
	"custom-kpm210": { // KPM: ESC t has 0, 2 to 5 and 19 for the euro, no 1252
		answers: map[byte]string{1: "\x5d", 2: "\x02", 3: "1.00"},
		pages:   kpmPages, counts: true, cell: 18, line: sixthInch, // ESC 2: page 3-2
		dpi: 203, cuts: "GS_V0 GS_V65 ESC_i ESC_m",
		qr: noSymbol, code128: epson, pdf417: noSymbol, dataMatrix: noSymbol, // its list of commands has no GS ( k
		mouth: "gs_e", step: 0.625, asks: []byte{1, 2, 3, 4, 17, 20}, escV: escVPaper,
		asb: no, fence: yes, proof: no, clears: no,
	},
	"pyramid-reliance": { // REL
		answers:  map[byte]string{1: "\x5d\x95\x59", 2: "\x02", 3: "1.12"},
		pages:    map[byte]string{0: "cp437", 3: "cp437", 17: "cp866"}, // no page of ESC t has French; 17 is CP808, drawn as 866
		byNumber: map[uint16]string{437: "cp437", 850: "cp850", 858: "cp858", 1252: "cp1252"},
		dots:     640, cell: 14, dpi: 203, cuts: "ESC_i", without: "ESC_d ESC_J ESC_D ESC_R GS_a GS_(_L GS_8_L ESC_*",
		qr: reliance, code128: epson, pdf417: noSymbol, dataMatrix: noSymbol,
		mouth: "gs_e gs_e_32", step: 7, drops: true, asks: []byte{1, 2, 3, 4, 17, 20},
		asb: no, fence: yes, proof: no, clears: no,
	},

	"nippon-np-2511": nipponModel(), // their widths were not found
	"nippon-np-3511": nipponModel(),

	"star-tsp650ii-escpos": {
		answers: map[byte]string{1: "\x20", 2: "\x02", 3: "\x01"},
		pages:   customPages, // STARESC: 0, 2 to 5, 16 to 19
		dots:    576, columns: 48, dpi: 203, cuts: "GS_V0 GS_V1 GS_V65 GS_V66 ESC_i ESC_m",
		fence: yes, proof: no, clears: no, asb: yes, code128: epson, dataMatrix: noSymbol,
		asks: []byte{1, 2, 3, 4, 5}, xoff: 256, xon: 3840,
	},
	"star-tsp650ii": {
		starline: true, pages: starPages, dots: 576, columns: 48, dpi: 203, cuts: "ESC_d",
		qr: star, code128: star, pdf417: star, dataMatrix: noSymbol,
		asks: []byte{}, asb: yes, fence: no, proof: no, clears: no,
		buffer: 4096, xoff: 256, xon: 3840, // wait at 256 left, go on at 256 kept (TSP700 manual 12-6)
	},

	"citizen-pmu2300iii": { // PMU; its pages are Epson's [mem]
		answers: map[byte]string{1: "\x20", 2: "\x02", 3: "\x01"},
		pages:   customPages, dpi: 203, cuts: "GS_V0 GS_V1 GS_V65 GS_V66 ESC_i ESC_m",
		code128: epson, mouth: "gs_r", step: 1, asks: []byte{1, 2, 3, 4},
		asb: yes, fence: yes, proof: no, clears: no,
	},

	"generic-80mm": { // a clone that follows Epson and answers no GS ( H
		answers: epsonAnswers("TM-T88V"), pages: customPages, dots: 576, columns: 48, dpi: 203,
		cuts: epsonCuts, qr: epson, code128: epson, pdf417: noSymbol, dataMatrix: noSymbol,
		asb: yes, fence: yes, proof: no, clears: no, buffer: 4096,
	},
	"generic-58mm": { // NT-5890K family: cp1252 and cp858 twice, no ESC J, no cutter
		answers: epsonAnswers("TM-T88V"), dots: 384, columns: 32, dpi: 203, head: 12, without: "ESC_J",
		pages: map[byte]string{0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 53: "cp858", 71: "cp1252"},
		qr:    epson, code128: epson, pdf417: noSymbol, dataMatrix: noSymbol,
		asb: yes, fence: yes, proof: no, clears: no, buffer: 4096,
	},
}

const epsonCuts = "GS_V0 GS_V1 GS_V65 GS_V66 ESC_i ESC_m"

var (
	kpmPages = map[byte]string{0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 19: "cp858"}
	// customPages: VKP3; pages 0, 2 to 5, 16 to 19 are Epson's too.
	customPages = map[byte]string{0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858"}
	// latePages are what the TM-T88V and the TM-T20II added (TRG).
	latePages = map[byte]string{13: "cp857", 14: "cp737", 15: "iso8859-7", 34: "cp855", 36: "cp862", 39: "iso8859-2", 40: "iso8859-15", 45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254"}
	starPages = map[byte]string{0: "cp437", 1: "cp437", 3: "cp437", 4: "cp858", 5: "cp852", 6: "cp860", 8: "cp863", 9: "cp865", 10: "cp866", 11: "cp855", 12: "cp857", 13: "cp862", 32: "cp1252", 33: "cp1250", 34: "cp1251"}
)

func epsonAnswers(model string) map[byte]string {
	text := func(s string) string { return "\x5f" + s + "\x00" }
	return map[byte]string{
		1: "\x20", 2: "\x02", 3: "\x01",
		65: text("1.00 ESC/POS"), 66: text("EPSON"), 67: text(model), 68: text("0000000001"),
	}
}

// epsonT88 prints 512 dots at 180 dpi, 42 columns (TRG).
func epsonT88(name string, more map[byte]string, proof, clears answer) model {
	m := epsonModel(name, more)
	m.dots, m.columns, m.dpi = 512, 42, 180
	m.proof, m.clears = proof, clears
	return m
}

// epsonT20 prints 576 dots at 203 dpi, 48 columns (TRG). GS ( H and DLE DC4 8
// stand in the quick reference of the TM-T20II, page 4, and in REF for the III.
func epsonT20(name string) model {
	m := epsonModel(name, latePages)
	m.dots, m.columns, m.dpi = 576, 48, 203
	m.proof, m.clears = yes, yes
	return m
}

func epsonModel(name string, more map[byte]string) model {
	pages := map[byte]string{}
	for _, set := range []map[byte]string{customPages, more} {
		for n, page := range set {
			pages[n] = page
		}
	}
	return model{
		answers: epsonAnswers(name), pages: pages, cuts: epsonCuts, code128: epson,
		asb: yes, fence: yes, buffer: 4096, xoff: 128, xon: 256,
	}
}

// nipponModel: NP. The queue is asked by ESC v; there is no DLE EOT.
func nipponModel() model {
	return model{
		answers: map[byte]string{}, dpi: 203, line: sixthInch, // ESC 2: 4.2 mm
		pages: map[byte]string{0: "cp437", 2: "cp858", 3: "cp1250", 4: "cp1251", 5: "cp1252", 6: "cp1254"},
		cuts:  "ESC_i ESC_m GS_V0 GS_V65 GS_V66", // GS V [mem]
		asks:  []byte{}, escV: escVNippon, code128: epson, qr: nippon, pdf417: noSymbol, dataMatrix: noSymbol,
		asb: no, fence: no, proof: no, clears: no,
	}
}

// derived is a model of no maker, as its profile describes it.
func derived(p printer.Profile) model {
	m := model{
		starline: p.Driver == "starline", pages: map[byte]string{0: "cp437"},
		answers: simAnswers(p), dots: p.Dots, columns: p.Columns, dpi: p.DPI, buffer: p.Buffer,
		step: p.Presenter.Step, mouth: profileMouth(p.Presenter), asks: []byte{1, 2, 3, 4},
	}
	for _, page := range p.CodePages {
		m.pages[page.Number] = page.Name
	}
	switch p.Status {
	case "full_status":
		m.asks, m.escV, m.counts = append(m.asks, 5, 17, 20), escVPaper, true
	case "esc_v":
		m.asks, m.escV = []byte{}, escVNippon
	}
	if p.Confirm == "esc_v" && m.escV != escVNippon {
		m.escV = escVQueued
	}
	if p.SelectPage == "fs_codepage" {
		m.byNumber = map[uint16]string{437: "cp437", 850: "cp850", 858: "cp858", 1252: "cp1252"}
	}
	if p.Cutter() {
		m.cuts = epsonCuts + " ESC_d"
	}
	if !p.Cutter() {
		m.head = float64(p.FeedLines) * lineMM(p)
	}
	return m
}

// lineMM is how far a line feed goes, in millimetres.
func lineMM(p printer.Profile) float64 {
	if p.Line > 0 {
		return p.Line
	}
	return defaultSpacing * 25.4 / float64(max(p.DPI, 1))
}

func simAnswers(p printer.Profile) map[byte]string {
	answers := epsonAnswers(p.Model)
	answers[65], answers[66] = "\x5fSIM 1.0\x00", "\x5fPRINTERSIM\x00"
	if !p.Cutter() {
		answers[2] = "\x00"
	}
	return answers
}

// profileMouth: a presenter with a time-out of its own has the plain commands too.
func profileMouth(p printer.Presenter) string {
	switch {
	case !p.Fitted():
		return ""
	case p.Command == "gs_e_32":
		return "gs_e gs_e_32"
	}
	return p.Command
}
