package config

import (
	"time"

	"guichet/forms"
)

// Config is the file of a kiosk.
type Config struct {
	// Town is whose kiosk it is. Required.
	Town Town `yaml:"town,required"`

	// Languages are what the screen offers, in the order of its buttons; the
	// first is what the kiosk greets in. "fr", "fr-x-falc" (easy to read) and
	// "en" are known. Default: all three, French first. The administrator.
	Languages []forms.Lang `yaml:"languages"`

	// Packs is the folder of procedures, one folder in it for each. Default:
	// "", none but those that the hub or a stick brings; where there is neither
	// Hub nor Trust, those that are built into the program, examples of a town
	// that does not exist. A pack that is brought takes the place of the one with
	// its id. The administrator.
	Packs string `yaml:"packs"`

	// Data is the folder of what is saved, encrypted, until the town hall has
	// it. Its disk must survive a power cut. Default: /var/lib/guichet. The
	// installer.
	Data string `yaml:"data"`

	// Recipients are the public keys of the town hall, hybrid keys of age
	// (age1pq1…, made by "age-keygen -pq"): whoever holds one of the secret
	// keys can read every submission, and the kiosk cannot. Required, at least
	// one, where there is neither hub nor trust; a hub or a stick brings those
	// that the town has signed, and they take the place of these. The
	// administrator.
	Recipients []string `yaml:"recipients"`

	// Hub is where packs come from and submissions go. Default: none, and both
	// stay on this machine. The administrator.
	Hub *Hub `yaml:"hub"`

	// Trust is who publishes the packs of a kiosk that has no hub and takes them
	// from a USB stick ("kioskctl pack install"). With a hub it comes with the
	// enrolment. Default: none. The administrator.
	Trust *Trust `yaml:"trust"`

	// Printer is the receipt printer. Default: none, and the screen says so.
	// The installer.
	Printer *Printer `yaml:"printer"`

	// A4 is an office printer, for kiosks without a receipt printer and for when
	// it cannot print. Default: none. The installer.
	A4 *A4 `yaml:"a4_printer"`

	// Calls is how a citizen speaks to a person. Default: none, and "talk to
	// someone" gives the contacts.
	Calls *Calls `yaml:"calls"`

	// Screen is the panel and how the pages look when a visit begins.
	Screen Screen `yaml:"screen"`

	// Visit is how long the kiosk waits.
	Visit Visit `yaml:"visit"`

	// Light is the signal tower that tells the front desk from afar how the kiosk
	// is: "gpio:/dev/gpiochip0:17,27,22" (the lines of green, amber and red),
	// "tower:" or "patlite:" and the device of a USB tower. Default: "", none. The
	// installer.
	Light string `yaml:"light"`

	// Metrics is where Prometheus reads /metrics, on this machine alone:
	// "127.0.0.1:9469". Default: "", nowhere. The administrator.
	Metrics string `yaml:"metrics"`

	// LogLevel is the least grave line that is logged: "debug", "info",
	// "warn" or "error". No level logs an answer. Default: info. The
	// administrator, while he looks for a fault.
	LogLevel string `yaml:"log_level" oneof:"debug info warn error"`
}

// Town is the town hall and whom to ask there.
type Town struct {
	// Name is how it calls itself on the screen and on the paper: "Mairie de
	// Saint-Éloi". Required, at most 60 characters. The administrator.
	Name string `yaml:"name,required"`

	// Zone is the time of the town, by its name in the IANA database, for the
	// hour on the paper: "Europe/Paris", "Indian/Reunion". The clock of the
	// machine may be set to any. Default: Europe/Paris. The installer.
	Zone string `yaml:"zone"`

	// Contacts are shown and printed by "talk to someone" where no procedure
	// has been picked yet; a procedure brings its own. Required, at least one.
	// The front desk.
	Contacts []Contact `yaml:"contacts,required"`
}

// Contact is a desk where a human answers.
type Contact struct {
	// ID is a short name for logs: "accueil"; a-z, 0-9 and -. Default: none.
	ID string `yaml:"id"`
	// Name is the desk as people know it: "Accueil de la mairie". Required.
	Name Text `yaml:"name,required"`
	// Phone is its number, with quotes around it: "04 92 00 00 00". A contact
	// has a phone, an email or both.
	Phone string `yaml:"phone"`
	// Email is its address. Default: none.
	Email string `yaml:"email"`
	// Hours is when somebody is there, in words. Default: not said.
	Hours Text `yaml:"hours"`
}

// Hub is the town's hub. The kiosk is made known to it once, with "kioskctl
// enrol".
type Hub struct {
	// URL is its address: "https://bornes.saint-eloi.fr". Plain http is for a
	// hub on the machine itself. A proxy is taken from HTTPS_PROXY. Required.
	URL string `yaml:"url,required"`
	// CA is the file (PEM) of the authority that signed its certificate.
	// Default: "", those that the system trusts.
	CA string `yaml:"ca"`
}

// Trust is whose packs a kiosk without a hub takes.
type Trust struct {
	// Root is the file root.json of the publisher. Required.
	Root string `yaml:"root,required"`
	// Town is the COG code of the commune: "04999". Required.
	Town string `yaml:"town,required"`
}

// A4 is a printer that takes PDF, through CUPS or by itself.
type A4 struct {
	// URL is where it is: "ipp://localhost:631/printers/accueil" is a queue of
	// CUPS on this machine, "ipp://host/ipp/print" a printer that speaks IPP
	// Everywhere. Required.
	URL string `yaml:"url,required"`
	// Outlet is where its paper comes out, with the words of printer.outlet.
	// Default: desk.
	Outlet string `yaml:"outlet" oneof:"bottom_right bottom_left bottom right left desk"`
}

// Printer is the receipt printer and the line to it.
type Printer struct {
	// Driver is the family of commands that it speaks: "escpos" or "starline".
	// Default: the one that its profile names.
	Driver string `yaml:"driver"`
	// Profile is its model, by the name of a profile ("epson-tm-t20ii";
	// "kioskctl printer profiles" lists them), or the path of a profile of your
	// own. Required.
	Profile string `yaml:"profile,required"`
	// Port is its device: /dev/ttyS0, or for a USB adapter its stable name
	// under /dev/serial/by-id, or "usb:0403:6001" by its USB numbers. Required.
	Port string `yaml:"port,required"`
	// Baud is the speed of the line in bits a second, as it stands on the
	// printer's self-test page. Default: 0, the profile's.
	Baud int `yaml:"baud"`
	// Flow is how the printer says "wait": "none", "xonxoff", or "rtscts" with
	// a cable that brings the printer's DTR to CTS. Default: "", the profile's.
	Flow string `yaml:"flow" oneof:"none xonxoff rtscts"`
	// Backend is the library that opens the port: "bugst", or "tarm" where an
	// adapter does not get on with it. Default: bugst.
	Backend string `yaml:"backend" oneof:"bugst tarm"`
	// Outlet is where the paper comes out, as the citizen stands:
	// "bottom_right", "bottom_left", "bottom", "right", "left" or "desk" (at the
	// front desk). The screen says it in every language. Default: bottom_right.
	Outlet string `yaml:"outlet" oneof:"bottom_right bottom_left bottom right left desk"`
	// RollMetres is how long a new roll is, as its box says: the front desk then
	// reads how much is left. Default: 0, not known. The installer.
	RollMetres int `yaml:"roll_metres"`
}

// Screen is the panel and how the pages look when a visit begins.
type Screen struct {
	// WidthMM and HeightMM are the visible area in millimetres, as it hangs.
	// Default: 0, what the panel says of itself, else a 21.5-inch panel. The
	// installer, with a ruler.
	WidthMM  int `yaml:"width_mm"`
	HeightMM int `yaml:"height_mm"`
	// Size is the size of the letters: "small", "normal" (capitals of 4.8 mm),
	// "large" (× 1.3) or "huge" (× 1.7). Default: normal. The administrator.
	Size string `yaml:"size" oneof:"small normal large huge"`
	// Theme is the colours: "light", "dark" (a dim hall) or "contrast".
	// Default: light. The administrator.
	Theme string `yaml:"theme" oneof:"light dark contrast"`
	// Touch is a part of the name of the touch panel, as /proc/bus/input/devices
	// has it: the kiosk says when it is gone. Default: "", the first that is found.
	// The installer.
	Touch string `yaml:"touch"`
}

// Visit is how long the kiosk waits, written with a unit: 45s, 2m.
type Visit struct {
	// Idle is how long nothing is touched before the kiosk asks whether
	// somebody is there. Default: 45s; 10s to 10m. The administrator.
	Idle time.Duration `yaml:"idle"`
	// Grace is how long it then waits before it wipes the visit. Default:
	// 20s; 5s to 2m. The administrator.
	Grace time.Duration `yaml:"grace"`
	// Done is how long the last page, with the reference, stays. Default: 60s;
	// 5s to 10m. The administrator.
	Done time.Duration `yaml:"done"`
}

// Default is a configuration with every default, and nothing in it that only
// the town hall knows.
func Default() Config {
	return Config{
		Town:      Town{Zone: "Europe/Paris"},
		Languages: []forms.Lang{forms.French, forms.EasyFrench, forms.English},
		Data:      "/var/lib/guichet",
		Screen:    Screen{Size: "normal", Theme: "light"},
		Visit:     Visit{Idle: 45 * time.Second, Grace: 20 * time.Second, Done: 60 * time.Second},
		LogLevel:  "info",
	}
}

// What stands in a printer that does not say it: a section that is left out
// must stay out, so these cannot be in Default.
const (
	defaultBackend = "bugst"
	defaultOutlet  = "bottom_right"
	defaultVolume  = 100
)
