package printer

// Profile is what a driver must know of one model of printer. Profiles are
// data, read from YAML files (package profiles); no code asks which model it
// is. Where a word names a command, it is the command's name in the maker's
// manual.
type Profile struct {
	Name   string `yaml:"name"`   // "epson-tm-t20ii": in the configuration file
	Model  string `yaml:"model"`  // "Epson TM-T20II": for people
	Driver string `yaml:"driver"` // the language it speaks: "escpos" or "starline"

	Columns int `yaml:"columns"` // characters of font A on a line
	Dots    int `yaml:"dots"`    // width that prints, in dots
	DPI     int `yaml:"dpi"`     // dots per inch, both ways
	// Line is from one line of font A to the next after ESC @ (Star: as the
	// driver sets it), in millimetres. Left out it is 30 dots.
	Line float64 `yaml:"line"`

	// Path is how the paper goes in, for the picture that the staff sees: one
	// of the words below. Left out it is not said, and there is no picture.
	Path string `yaml:"path"`
	// Roll is the length of a full roll, and NearEnd what is left of it when
	// the near-end sensor tells, both in metres; 0 is not known.
	Roll    float64 `yaml:"roll"`
	NearEnd float64 `yaml:"near_end"`

	// CodePages are tried in this order; the number is the n of ESC t n (Star:
	// ESC GS t n). Names known: "cp1252", "cp858", "cp850".
	CodePages []CodePage `yaml:"code_pages"`
	// SelectPage is how one is selected, if not so: "fs_codepage" (Pyramid: FS }
	// & nL nH, where n is the number in the page's name, 1252; its Number is not
	// used). Left out, or "esc_t", it is ESC t n (Star: ESC GS t n).
	SelectPage string `yaml:"select_page"`
	// Tabs: HT goes to the next eighth column after ESC @. It saves bytes.
	Tabs bool `yaml:"tabs"`

	// Feed is how several lines are fed: "lf", one by one, where there is no ESC
	// d (Pyramid). Left out, or "esc_d", it is ESC d n (Star: ESC a n).
	Feed string `yaml:"feed"`
	// Raster is how dots are sent: "esc_b" (Nippon: ESC b n1 n2 n3, bytes a row
	// and rows, then ESC J 0 prints them). Left out, or "gs_v_0", it is GS v 0
	// (Star: its own raster lines).
	Raster    string    `yaml:"raster"`
	Symbols   Symbols   `yaml:"symbols"`
	Cut       string    `yaml:"cut"`        // "gs_v_66" (feeds, partial), "gs_v_65" (feeds, full), "gs_v_0" (full, does not feed), "esc_i", "esc_m", "esc_d" (Star), or "none"
	FeedLines int       `yaml:"feed_lines"` // lines from the head to the cutter or tear bar, fed before a cut that does not feed, or for a hand
	Presenter Presenter `yaml:"presenter"`

	// Status is how the sensors are asked: "dle_eot" (DLE EOT 1-4),
	// "full_status" (Custom: DLE EOT 20), "esc_v" (Nippon: ESC v), "esc_ack"
	// (Star: ESC ACK SOH).
	Status string `yaml:"status"`
	// Auto: it tells by itself when a sensor changes (GS a; Star: ESC RS a).
	Auto    bool   `yaml:"auto"`
	Confirm string `yaml:"confirm"` // "process_id" (GS ( H), "fence" (GS r 1), "esc_v" (Nippon: ESC v, queued), "presented" (the sensor of the mouth sees the paper come), "etb" (Star) or "none"
	Clear   string `yaml:"clear"`   // "dle_dc4" empties the printer's buffers in real time (DLE DC4 8), "esc_can" (Star: ESC CAN), or "none"

	Flow   string `yaml:"flow"`   // default flow control: "none", "xonxoff" or "rtscts"
	Baud   int    `yaml:"baud"`   // default speed, bits a second
	Buffer int    `yaml:"buffer"` // receive buffer, bytes
	Speed  int    `yaml:"speed"`  // paper speed, millimetres a second
}

// The ways that paper goes in.
const (
	// Clamshell: a cover opens upwards, the roll is dropped in, its end hangs
	// out in front, and the cover closes on it.
	Clamshell = "clamshell"
	// Front: the roll hangs behind the printer; its end is pushed into the
	// slot, and the printer draws it in. What is printed comes out in front.
	Front = "front"
	// Presenting: as Front, and a presenter holds out what was printed.
	Presenting = "presenter"
	// Sheets lie in the tray of an office printer, which needs no profile.
	Sheets = "sheets"
)

// Cutter says whether it cuts the paper by itself.
func (p Profile) Cutter() bool { return p.Cut != "none" }

// CodePage is a character set and the number that one model gives it.
type CodePage struct {
	Name   string `yaml:"name"`
	Number byte   `yaml:"number"`
}

// Symbols says how each symbol is printed: "raster", or by the printer itself
// in the dialect named: "epson" (GS ( k, GS k 73), "custom" (its own GS ( k) or
// "star" (ESC GS y, ESC b, ESC GS x).
type Symbols struct {
	QR         string `yaml:"qr"`
	Code128    string `yaml:"code128"`
	PDF417     string `yaml:"pdf417"`
	DataMatrix string `yaml:"datamatrix"`
}

// Presenter is the mouth that holds a cut paper out until somebody takes it.
type Presenter struct {
	// Command is how it is worked: "none" (there is none), "gs_e" (GS e 3 m
	// presents, GS e 2 retracts, GS e 5 ejects, all from here), "gs_e_32" (GS e
	// 32 m t: with its own time-out), "fs_p" (FS P n b E/R t), "gs_r" (Citizen:
	// GS R 1 n retracts after n s) or "esc_syn" (Star: ESC SYN 1 n).
	Command string  `yaml:"command"`
	Step    float64 `yaml:"step"`    // one step of its motor, in millimetres; gs_r and esc_syn have none
	Out     int     `yaml:"out"`     // how far the paper is held out, in millimetres; likewise
	Timeout int     `yaml:"timeout"` // seconds until a paper that nobody took goes; 0 is never
	Then    string  `yaml:"then"`    // where it goes: "retract" or "eject"
}

// Fitted says whether there is one.
func (p Presenter) Fitted() bool { return p.Command != "none" }
