package config_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/forms"
	"guichet/forms/strictyaml"
	"guichet/kiosk/config"
)

// small is the least that a kiosk needs; KEY is a public key.
const small = `town:
  name: Mairie de Saint-Éloi
  contacts:
    - {name: Accueil, phone: "04 92 00 00 00"}
recipients:
  - KEY
`

func TestWhatIsLeftOutHasItsDefault(t *testing.T) {
	c, err := config.Parse("kiosk.yaml", []byte(strings.Replace(small, "KEY", publicKey(t), 1)))
	if err != nil {
		t.Fatal(err)
	}
	if c.Printer != nil || c.Packs != "" || c.Data != "/var/lib/guichet" || c.LogLevel != "info" {
		t.Errorf("read %+v", c)
	}
	if len(c.Languages) != 3 || c.Languages[0] != forms.French {
		t.Errorf("languages %v", c.Languages)
	}
	if c.Visit.Idle != 45*time.Second || c.Screen.Size != "normal" || c.Screen.Theme != "light" {
		t.Errorf("read %+v %+v", c.Visit, c.Screen)
	}
}

func TestWhatAPrinterDoesNotSay(t *testing.T) {
	text := small + "printer: {driver: escpos, profile: generic-58mm, port: /dev/ttyS0}\n"
	c, err := config.Parse("kiosk.yaml", []byte(strings.Replace(text, "KEY", publicKey(t), 1)))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Printer{Driver: "escpos", Profile: "generic-58mm", Port: "/dev/ttyS0", Backend: "bugst", Outlet: "bottom_right"}
	if *c.Printer != want {
		t.Errorf("printer %+v, want %+v", *c.Printer, want)
	}
}

// TestFaults writes one thing wrong into the smallest file, or beside it, and
// wants one line of complaint, in its place.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, from, to string // replaces; "" appends
		want           string
	}{
		{"unknown key", "", "visits: {}\n", `kiosk.yaml:7:1: unknown key "visits" (did you mean "visit"?)`},
		{"no name", "  name: Mairie de Saint-Éloi\n", "", `kiosk.yaml:2:3: key "name" is missing`},
		{"empty name", "Mairie de Saint-Éloi", `" "`, "kiosk.yaml:2:9: the town hall has no name"},
		{"long name", "Mairie", strings.Repeat("Mairie ", 9), "kiosk.yaml:2:9: the name is 77 characters long"},
		{"no contact", "    - {name: Accueil, phone: \"04 92 00 00 00\"}", "    []", "kiosk.yaml:4:5: there is nobody to talk to"},
		{"phone without quotes", `"04 92 00 00 00"`, "0492000000", "kiosk.yaml:4:30: want a text, got 0492000000"},
		{"wrong phone", "04 92 00 00 00", "04 92", `kiosk.yaml:4:30: "04 92" is not a telephone number`},
		{"wrong email", `phone: "04 92 00 00 00"`, "email: accueil", `kiosk.yaml:4:30: "accueil" is not an email address`},
		{"nobody there", `, phone: "04 92 00 00 00"`, "", "kiosk.yaml:4:7: the contact cannot be reached"},
		{"id", "{name", "{id: Bureau 3, name", `kiosk.yaml:4:12: "Bureau 3" is not a short name`},
		{"no French", "Accueil", "{en: Reception}", "kiosk.yaml:4:14: there is no French text"},
		{"language of a text", "Accueil", "{fr: Accueil, de: Empfang}", `kiosk.yaml:4:32: "de" is not a language of the kiosk`},
		{"empty translation", "Accueil", `{fr: Accueil, en: ""}`, "kiosk.yaml:4:32: the text is empty"},
		{"language", "", "languages: [fr, de]\n", `kiosk.yaml:7:17: "de" is not a language of the kiosk`},
		{"language twice", "", "languages: [fr, fr]\n", `kiosk.yaml:7:17: "fr" stands twice`},
		{"no language", "", "languages: []\n", "kiosk.yaml:7:12: no language is offered"},
		{"video without a hub", "", "calls: {video: {camera: /dev/video0}}\n", "kiosk.yaml:7:16: video goes to the agents of a hub"},
		{"camera", "", "hub: {url: \"https://h\"}\ncalls: {video: {camera: video0}}\n", "kiosk.yaml:8:25: \"video0\" does not begin with /"},
		{"exchange", "", "calls: {sip: {server: pbx, user: a, password_file: /p}}\n", "kiosk.yaml:7:23: \"pbx\" is not the address of an exchange"},
		{"prefix", "", "calls: {sip: {server: \"sip:pbx\", user: a, password_file: /p, outside: zero}}\n", "kiosk.yaml:7:71: \"zero\" cannot be dialled"},
		{"an account with its exchange", "", sip("user: a, ", "user: a@pbx, "), "kiosk.yaml:7:40: \"a@pbx\" is not an account"},
		{"an exchange with an account", "", sip("sip:pbx", "sip:a@pbx"), "kiosk.yaml:7:23: \"sip:a@pbx\" is not the address of an exchange"},
		{"proxy", "", sip("}}", ", proxy: sbc}}"), "kiosk.yaml:7:69: \"sbc\" is not the address of a machine"},
		{"no password", "", sip(", password_file: /p", ""), "kiosk.yaml:7:14: \"\" does not begin with /"},
		{"half a registration", "", sip("}}", ", expires: 5s}}"), "kiosk.yaml:7:71: 5s is too short or too long (write 30s to 1h0m0s)"},
		{"display", "", sip("}}", ", display: 'a \"b\"'}}"), "kiosk.yaml:7:71: \"a \\\"b\\\"\" cannot be shown by a telephone"},
		{"keys in clear", "", sip("}}", ", encrypt: require}}"), "kiosk.yaml:7:71: the keys of the sound would travel for all to read: the transport is not tls (write transport: tls too, or encrypt: prefer)"},
		{"keys in clear over TCP", "", sip("}}", ", encrypt: require, transport: tcp}}"), "kiosk.yaml:7:71: the keys of the sound would travel for all to read"},
		{"TLS that is none", "", sip("sip:pbx\"", "sips:pbx\", transport: udp"), "kiosk.yaml:7:46: sips: is TLS, and the transport is udp"},
		{"codec", "", sip("}}", ", codecs: [pcma]}}"), "kiosk.yaml:7:71: \"pcma\" is not known here"},
		{"codec twice", "", sip("}}", ", codecs: [PCMA, PCMA]}}"), "kiosk.yaml:7:77: \"PCMA\" stands twice"},
		{"no range", "", sip("}}", ", rtp_ports: \"16384\"}}"), "kiosk.yaml:7:73: \"16384\" is no range of ports"},
		{"few ports", "", sip("}}", ", rtp_ports: 16384-16390}}"), "kiosk.yaml:7:73: \"16384-16390\" is no range of ports"},
		{"ports beyond", "", sip("}}", ", rtp_ports: 65530-65540}}"), "kiosk.yaml:7:73: \"65530-65540\" is no range of ports"},
		{"a prefix that is no number", "", sip("}}", ", outside: \"*9\"}}"), "kiosk.yaml:7:71: \"*9\" cannot be dialled"},
		{"another device for a hook", "", "calls: {handset: {hook: /dev/ttyUSB0}}\n", "kiosk.yaml:7:25: \"/dev/ttyUSB0\" is not the switch of a handset"},
		{"two telephones", "", "calls: {sip: {server: \"sip:pbx\", user: a, password_file: /p}, modem: {port: /dev/x}}\n", "kiosk.yaml:7:70: there are two telephones"},
		{"volume", "", "calls: {sound: {volume: 300}}\n", "kiosk.yaml:7:25: 300 percent is no volume"},
		{"hook", "", "calls: {handset: {hook: \"gpio:17\"}}\n", "kiosk.yaml:7:25: \"gpio:17\" is not the switch of a handset"},
		{"packs", "", "packs: packs\n", `kiosk.yaml:7:8: "packs" does not begin with /`},
		{"data", "", "data: ./spool\n", `kiosk.yaml:7:7: "./spool" does not begin with /`},
		{"no key", "  - KEY", "  []", "kiosk.yaml:6:3: nobody could read what the kiosk saves"},
		{"half a key", "KEY", "age1pq1qqq", "kiosk.yaml:6:5: the key is not whole"},
		{"a key that is not hybrid", "KEY", "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg", "kiosk.yaml:6:5: this is not a hybrid public key"},
		{"A4 without an address", "", "a4_printer: {url: accueil}\n", `kiosk.yaml:7:19: "accueil" is not a printer`},
		{"A4 elsewhere", "", "a4_printer: {url: \"ipp://localhost/ipp/print\", outlet: cellar}\n", `kiosk.yaml:7:56: "cellar" is not known here`},
		{"port", "", printer("/dev/ttyS0", "ttyS0"), `kiosk.yaml:10:9: "ttyS0" is not a device`},
		{"flow", "", printer("rtscts", "dtr"), `kiosk.yaml:11:9: "dtr" is not known here`},
		{"baud", "", printer("38400", "38"), `kiosk.yaml:12:9: 38 is not a speed`},
		{"backend", "", printer("bugst", "tarn"), `kiosk.yaml:13:12: "tarn" is not known here (did you mean "tarm"?)`},
		{"outlet", "", printer("right", "up"), `kiosk.yaml:14:11: "up" is not known here`},
		{"one side", "", "screen: {width_mm: 268}\n", "kiosk.yaml:7:9: one side of the panel has no length"},
		{"pixels", "", "screen: {width_mm: 268, height_mm: 19200}\n", "kiosk.yaml:7:36: 19200 mm is not a panel"},
		{"roll", "", printer("roll_metres: 80", "roll_metres: 8000"), "kiosk.yaml:15:16: 8000 m is not a roll"},
		{"light", "", "light: \"lamp:/dev/ttyUSB0\"\n", "kiosk.yaml:7:8: \"lamp:/dev/ttyUSB0\" is not a signal tower"},
		{"metrics for all", "", "metrics: 0.0.0.0:9469\n", "kiosk.yaml:7:10: \"0.0.0.0:9469\" is not an address of this machine alone"},
		{"metrics without a port", "", "metrics: 127.0.0.1\n", "kiosk.yaml:7:10: \"127.0.0.1\" is not an address"},
		{"size", "", "screen: {size: big}\n", `kiosk.yaml:7:16: "big" is not known here`},
		{"theme", "", "screen: {theme: drk}\n", `kiosk.yaml:7:17: "drk" is not known here (did you mean "dark"?)`},
		{"no unit", "", "visit: {idle: 45}\n", "kiosk.yaml:7:15: want a duration, got 45"},
		{"too short", "", "visit: {grace: 1s}\n", "kiosk.yaml:7:16: 1s is too short or too long (write 5s to 2m0s)"},
		{"level", "", "log_level: trace\n", `kiosk.yaml:7:12: "trace" is not known here`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := small + c.to
			if c.from != "" {
				text = strings.Replace(small, c.from, c.to, 1)
			}
			_, err := config.Parse("kiosk.yaml", []byte(strings.Replace(text, "KEY", publicKey(t), 1)))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// sip is a section with one word changed.
func sip(from, to string) string {
	return strings.Replace("calls: {sip: {server: \"sip:pbx\", user: a, password_file: /p}}\n", from, to, 1)
}

// printer is a section with one word changed.
func printer(from, to string) string {
	s := `printer:
  driver: "escpos"
  profile: "epson-tm-t20ii"
  port: "/dev/ttyS0"
  flow: "rtscts"
  baud: 38400
  backend: "bugst"
  outlet: "right"
  roll_metres: 80
`
	return strings.Replace(s, from, to, 1)
}

func TestEveryFaultAtOnce(t *testing.T) {
	_, err := config.Parse("kiosk.yaml", []byte(`town: {name: "", contacts: []}
recipients: [age1pq1…]
visit: {idle: 1s, grace: soon}
logs: debug
`))
	var faults strictyaml.Faults
	if !errors.As(err, &faults) || len(faults) != 6 {
		t.Fatalf("got %d faults, want 6:\n%v", len(faults), err)
	}
	for _, f := range faults {
		if f.Line == 0 || f.Column == 0 || f.Mend == "" {
			t.Errorf("%v lacks its place or its mend", f)
		}
	}
}

// TestASecretKeyIsNeverRepeated: faults go to logs and to screens.
func TestASecretKeyIsNeverRepeated(t *testing.T) {
	const secret = "AGE-SECRET-KEY-PQ-1QQQQSECRETQQQQ"
	_, err := config.Parse("kiosk.yaml", []byte(strings.Replace(small, "KEY", secret, 1)))
	if err == nil || !strings.Contains(err.Error(), "must never be on a kiosk") {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), "QQQQ") {
		t.Errorf("the fault repeats the key: %v", err)
	}
}

func TestCheckNamesTheField(t *testing.T) {
	c := config.Default()
	c.Town = config.Town{Name: "Mairie", Contacts: []config.Contact{{Name: config.Text{forms.French: "Accueil"}, Phone: "12"}}}
	c.Recipients = []string{publicKey(t)}
	err := c.Check()
	if want := `config: town.contacts[0].phone: "12" is not a telephone number`; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	_, err := config.Read(filepath.Join(t.TempDir(), "kiosk.yaml"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "config: ") {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add(filled(f))
	f.Add([]byte("town: {name: {fr: x}}\nprinter: {baud: [1]}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("kiosk.yaml", data)
		if err == nil && c.Check() != nil {
			t.Errorf("Parse takes what Check refuses: %v", c.Check())
		}
	})
}

func TestHub(t *testing.T) {
	c := config.Default()
	c.Town = config.Town{Name: "Mairie de Saint-Éloi", Zone: "Europe/Paris", Contacts: []config.Contact{{Name: config.Text{"fr": "Accueil"}, Phone: "04 65 71 00 00"}}}
	for url, good := range map[string]bool{
		"https://bornes.saint-eloi.fr": true, "https://hub.example:8443/borne": true, "http://127.0.0.1:8080": true,
		"http://hub.example": false, "hub.example": false, "": false, "https://": false, "https://a:b@hub.example": false, "ftp://hub.example": false,
	} {
		c.Hub = &config.Hub{URL: url}
		if err := c.Check(); (err == nil) != good {
			t.Errorf("%q: %v", url, err)
		}
	}
	c.Hub = nil
	for town, good := range map[string]bool{"04999": true, "2A004": true, "4999": false, "": false, "04 99": false} {
		c.Trust = &config.Trust{Root: "/etc/guichet/root.json", Town: town}
		if err := c.Check(); (err == nil) != good {
			t.Errorf("%q: %v", town, err)
		}
	}
	c.Hub = &config.Hub{URL: "https://hub.example", CA: "hub.pem"}
	if c.Check() == nil {
		t.Error("a file from nowhere is taken")
	}
}

// What an administrator of an exchange may write.
func TestWhatAnExchangeMayWant(t *testing.T) {
	for _, more := range []string{
		"user: borne}", "user: b, transport: tls, encrypt: require}", "user: b, rtp_ports: 16384-16391, codecs: [opus, PCMA]}",
		"user: b, display: Borne de l’hôtel de ville, auth_user: \"1234\", expires: 1h}", "user: b, proxy: \"sips:sbc.example:5061\", transport: tls}",
		"user: b, outside: \"0\"}",
	} {
		for _, who := range []string{"password_file: /p", "unregistered: true"} {
			text := small + "calls: {sip: {server: \"sip:192.0.2.1:5070\", " + who + ", " + more + "}\n"
			c, err := config.Parse("kiosk.yaml", []byte(strings.Replace(text, "KEY", publicKey(t), 1)))
			if err != nil {
				t.Errorf("%s: %v", more, err)
				continue
			}
			if low, high := c.Calls.SIP.PortRange(); strings.Contains(more, "rtp") && (low != 16384 || high != 16391) {
				t.Errorf("ports %d to %d", low, high)
			}
		}
	}
	c := config.Default()
	c.Town = config.Town{Name: "Mairie de Saint-Éloi", Zone: "Europe/Paris", Contacts: []config.Contact{{Name: config.Text{"fr": "Accueil"}, Phone: "04 65 71 00 00"}}}
	c.Recipients = []string{publicKey(t)}
	c.Calls = &config.Calls{SIP: &config.SIP{Server: "sips:pbx.example", User: "borne", Password: "/p", Encrypt: "require"}}
	if err := c.Check(); err != nil { // a program need not fill in what has a default
		t.Error(err)
	}
}
