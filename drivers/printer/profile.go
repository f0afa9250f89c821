package printer

// Profile is what a driver must know of one model of printer. Profiles are
// data, read from YAML files; no code asks which model it is.
type Profile struct {
	Name    string `yaml:"name"`    // "epson-tm-t20ii": in the configuration file
	Model   string `yaml:"model"`   // "Epson TM-T20II": for people
	Columns int    `yaml:"columns"` // characters of font A on a line
	Dots    int    `yaml:"dots"`    // width that prints, in dots
	DPI     int    `yaml:"dpi"`     // dots per inch, both ways

	// CodePages are tried in this order; the number is the n of ESC t n.
	// Names known: "cp1252", "cp858", "cp850".
	CodePages []CodePage `yaml:"code_pages"`

	QR        bool   `yaml:"qr"`         // GS ( k symbols; else QR is a raster
	Cutter    bool   `yaml:"cutter"`     // GS V feeds and cuts
	FeedLines int    `yaml:"feed_lines"` // from the head to the tear bar, in lines, where there is no cutter
	Confirm   string `yaml:"confirm"`    // "process_id" (GS ( H), "fence" (GS r) or "none"
	Clear     string `yaml:"clear"`      // "dle_dc4" empties the printer's buffers in real time (DLE DC4 8), or "none"
	Flow      string `yaml:"flow"`       // default flow control: "none", "xonxoff" or "rtscts"
	Baud      int    `yaml:"baud"`       // default speed, bits a second
	Buffer    int    `yaml:"buffer"`     // receive buffer, bytes
	Speed     int    `yaml:"speed"`      // paper speed, millimetres a second
}

// CodePage is a character set and the number that one model gives it.
type CodePage struct {
	Name   string `yaml:"name"`
	Number byte   `yaml:"number"`
}
