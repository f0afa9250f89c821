package profiles_test

import (
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// faults: one thing wrong in a profile that is otherwise right, and the one
// complaint that it makes.
var faults = []struct {
	of     string
	change func(*printer.Profile)
	says   string
}{
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Model = "" }, "model is missing"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Driver = "zpl" }, `driver "zpl": one of escpos, starline`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Columns = 15 }, "columns 15: must be 16 to 255"},
	{"custom-kpm210", func(p *printer.Profile) { p.Columns, p.Dots = 256, 4096 }, "columns 256: must be 16 to 255"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Dots = 383 }, "dots 383: must be 8 for each column, at most 4096"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Dots = 4097 }, "dots 4097: must be 8 for each column, at most 4096"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.DPI = 99 }, "dpi 99: must be 100 to 600"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.DPI = 601 }, "dpi 601: must be 100 to 600"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Path = "top" }, `path "top": one of clamshell, front, presenter, sheets`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Line = 1.9 }, "line 1.9: must be 2 to 10 millimetres, or left out"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Line = 30 }, "line 30: must be 2 to 10 millimetres, or left out"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Roll = -1 }, "roll -1: must be 5 to 1000 metres, or left out"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Roll = 73000 }, "roll 73000: must be 5 to 1000 metres, or left out"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.NearEnd = 0.4 }, "near_end 0.4: must be 0.5 to 50 metres, or left out"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.NearEnd = 2500 }, "near_end 2500: must be 0.5 to 50 metres, or left out"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.CodePages = nil }, "code_pages is empty"},
	{"epson-tm-t20ii", func(p *printer.Profile) {
		p.CodePages = append(p.CodePages, printer.CodePage{Name: "cp857", Number: 13})
	},
		`code page "cp857": one of cp1252, cp858, cp850`},
	{"epson-tm-t20ii", func(p *printer.Profile) {
		p.CodePages = append(p.CodePages, printer.CodePage{Name: "cp858", Number: 53})
	},
		`code page "cp858": twice`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.SelectPage = "esc_r" }, `select_page "esc_r": one of esc_t, fs_codepage`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Confirm = "presented" }, `confirm presented: needs a presenter, and status full_status, which sees its mouth`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Confirm = "esc_v" }, `confirm esc_v: needs status esc_v; other makers' printers answer ESC v at once`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Feed = "esc_j" }, `feed "esc_j": one of esc_d, lf`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Raster = "esc_star" }, `raster "esc_star": one of gs_v_0, esc_b`},
	{"star-tsp650ii", func(p *printer.Profile) { p.Raster = "gs_v_0" }, `raster "gs_v_0": this driver has no such word; leave it out`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Symbols.QR = "star" }, `symbols: qr "star": one of raster, epson, custom`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Symbols.Code128 = "" }, `symbols: code128 "": one of raster, epson, custom`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Symbols.PDF417 = "no" }, `symbols: pdf417 "no": one of raster, epson, custom`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Symbols.DataMatrix = "no" }, `symbols: datamatrix "no": one of raster, epson, custom`},
	{"star-tsp650ii", func(p *printer.Profile) { p.Symbols.QR = "epson" }, `symbols: qr "epson": one of raster, star`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Cut = "esc_d" }, `cut "esc_d": one of gs_v_66, gs_v_65, gs_v_0, esc_i, esc_m, none`},
	{"star-tsp650ii", func(p *printer.Profile) { p.Cut = "gs_v_66" }, `cut "gs_v_66": one of esc_d, none`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.FeedLines = -1 }, "feed_lines -1: must be 0 to 255"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.FeedLines = 256 }, "feed_lines 256: must be 0 to 255"},
	{"nippon-np-3511", func(p *printer.Profile) { p.FeedLines = 0 }, `feed_lines 0: cut "esc_i" does not feed, and would cut through the last lines`},
	{"generic-58mm", func(p *printer.Profile) { p.FeedLines = 0 }, `feed_lines 0: cut "none" does not feed, and would cut through the last lines`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Status = "esc_ack" }, `status "esc_ack": one of dle_eot, full_status, esc_v`},
	{"star-tsp650ii", func(p *printer.Profile) { p.Status = "dle_eot" }, `status "dle_eot": one of esc_ack`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Confirm = "etb" }, `confirm "etb": one of process_id, fence, esc_v, presented, none`},
	{"star-tsp650ii", func(p *printer.Profile) { p.Confirm = "fence" }, `confirm "fence": one of etb, none`},
	{"star-tsp650ii", func(p *printer.Profile) { p.Clear = "none" }, `confirm "etb" needs clear "esc_can": what an abandoned document left would be counted too`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Clear = "esc_can" }, `clear "esc_can": one of dle_dc4, none`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Flow = "dtr" }, `flow "dtr": one of none, xonxoff, rtscts`},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Baud = 0 }, "baud 0: must be positive"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Buffer = -1 }, "buffer -1: must be positive"},
	{"epson-tm-t20ii", func(p *printer.Profile) { p.Speed = 0 }, "speed 0: must be positive"},
}

var presenterFaults = []struct {
	of     string
	change func(*printer.Presenter)
	says   string
}{
	{"epson-tm-t20ii", func(p *printer.Presenter) { p.Timeout = 5 }, "presenter: there is none, so nothing else may be said of it"},
	{"epson-tm-t20ii", func(p *printer.Presenter) { *p = printer.Presenter{Command: "esc_syn", Then: "eject"} },
		`presenter: command "esc_syn": one of none, gs_e, gs_e_32, fs_p, gs_r`},
	{"star-tsp650ii", func(p *printer.Presenter) { *p = printer.Presenter{Command: "gs_r", Then: "eject"} },
		`presenter: command "gs_r": one of none, esc_syn`},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Then = "drop" }, `presenter: then "drop": one of retract, eject`},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Timeout = -1 }, "presenter: timeout -1: seconds, at most 255 with fs_p"},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Timeout = 256 }, "presenter: timeout 256: seconds, at most 255 with fs_p"},
	{"citizen-pmu2300iii", func(p *printer.Presenter) { p.Timeout = 10 }, "presenter: timeout 10: seconds, at most 9 with gs_r"},
	{"custom-vkp80ii", func(p *printer.Presenter) { p.Timeout = 601 }, "presenter: timeout 601: seconds, at most 600 with gs_e"},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Step = 0 }, "presenter: step 0: millimetres, at most 50"},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Step = 51 }, "presenter: step 51: millimetres, at most 50"},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Out = 0 }, "presenter: out 0: millimetres, at most 500"},
	{"custom-vkp80iii", func(p *printer.Presenter) { p.Out = 501 }, "presenter: out 501: millimetres, at most 500"},
	{"custom-kpm210", func(p *printer.Presenter) { p.Out = 160 }, "presenter: out 160: more than 255 steps of 0.625"},
	{"citizen-pmu2300iii", func(p *printer.Presenter) { p.Out = 50 }, "presenter: gs_r is not told how far: leave out step and out"},
}

func TestCheck(t *testing.T) {
	for _, c := range faults {
		p := get(t, c.of)
		c.change(&p)
		wantComplaint(t, p, c.says)
	}
	for _, c := range presenterFaults {
		p := get(t, c.of)
		c.change(&p.Presenter)
		wantComplaint(t, p, c.says)
	}
}

func wantComplaint(t *testing.T, p printer.Profile, says string) {
	t.Helper()
	want := "profiles: " + p.Name + ": " + says
	if err := profiles.Check(p); err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestCheckName(t *testing.T) {
	p := get(t, "generic-80mm")
	p.Name = ""
	wantComplaint(t, p, "name is missing")
}
