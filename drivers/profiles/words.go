package profiles

import "slices"

// vocabulary is what a profile may say where a driver acts on the word. A word
// that the driver's language does not have is refused here: it would print
// garbage there.
type vocabulary struct {
	selectPage, feed, raster, symbols, cut, presenter, status, confirm, clear []string

	clearFor map[string]string // confirm → the only clear that it works with
}

// vocabularies are the drivers that a profile may name.
var vocabularies = map[string]vocabulary{
	"escpos": {
		selectPage: []string{"", "esc_t", "fs_codepage"},
		feed:       []string{"", "esc_d", "lf"},
		raster:     []string{"", "gs_v_0", "esc_b"},
		symbols:    []string{"raster", "epson", "custom"},
		cut:        []string{"gs_v_66", "gs_v_65", "gs_v_0", "esc_i", "esc_m", "none"},
		presenter:  []string{"none", "gs_e", "gs_e_32", "fs_p", "gs_r"},
		status:     []string{"dle_eot", "full_status", "esc_v"},
		confirm:    []string{"process_id", "fence", "esc_v", "presented", "none"},
		clear:      []string{"dle_dc4", "none"},
	},
	"starline": {
		selectPage: []string{"", "esc_t"},
		feed:       []string{""},
		raster:     []string{""},
		symbols:    []string{"raster", "star"},
		cut:        []string{"esc_d", "none"},
		presenter:  []string{"none", "esc_syn"},
		status:     []string{"esc_ack"},
		confirm:    []string{"etb", "none"},
		clear:      []string{"esc_can", "none"},
		clearFor:   map[string]string{"etb": "esc_can"},
	},
}

// bare: the cut is made where the paper stands, through the last lines unless
// they are fed past the blade first; or the paper is torn off by hand.
func bare(cut string) bool {
	return slices.Contains([]string{"gs_v_0", "esc_i", "esc_m", "none"}, cut)
}

// longest is the longest time-out that a presenter can be told, in seconds:
// one byte of seconds, of half seconds (ESC SYN 1), or a digit (GS R 1). GS e
// has none of its own, and is timed from here.
var longest = map[string]int{"gs_e": 600, "gs_e_32": 255, "fs_p": 255, "gs_r": 9, "esc_syn": 127}

// stepped: it is told how many steps to hold the paper out.
func stepped(presenter string) bool {
	return slices.Contains([]string{"gs_e", "gs_e_32", "fs_p"}, presenter)
}
