package diagnosis

import (
	_ "embed"
	"regexp"
	"strings"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

//go:embed words.txt
var wordsFile string

// vocabulary is every word that may go out.
var vocabulary = readWords()

func readWords() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(wordsFile) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all[line] = true
		}
	}
	for _, n := range health.Names() {
		all[string(n)] = true
	}
	for _, n := range event.Names() {
		all[string(n)] = true
	}
	for f := printer.NoFault; f <= printer.FaultPresenter; f++ {
		all[f.String()] = true
	}
	for _, o := range []printer.Outcome{printer.Unknown, printer.Printed, printer.NotPrinted} {
		all[o.String()] = true
	}
	return all
}

// What is no word but no text of a person either. A number goes out only where
// one is expected, and has few digits: one with ten could be a telephone's.
var (
	number  = regexp.MustCompile(`^[+-]?(0|[1-9][0-9]{0,4})(\.[0-9]{1,9})?%?$`)
	lasting = regexp.MustCompile(`^-?([0-9]{1,5}(\.[0-9]{1,9})?(h|m|s|ms|µs|ns)){1,3}$`)
	// version has no number with a zero before it and none of four digits: those
	// are dates of birth.
	version  = regexp.MustCompile(`^(v|go)?(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){1,2}(-(rc|alpha|beta|dev)\.?[0-9]{0,4})?$`)
	ourTypes = regexp.MustCompile(`^\*?(session|staff|call|printer|spool|fleet)\.[A-Z][A-Za-z]{1,40}$`)
	// thrown is the type of what a mistake in the program says; place is where it
	// is, codeLine the end of that.
	thrown   = regexp.MustCompile(`^(string|\*?(errors|fmt|fs|json|net|os|reflect|runtime|strconv|syscall)\.[A-Za-z]{1,40})$`)
	place    = regexp.MustCompile(`^[a-z][A-Za-z0-9_./()*\[\]-]{0,160}, [a-z0-9_]{1,40}\.go:[0-9]{1,5}$`)
	codeLine = regexp.MustCompile(`^[a-z0-9_]{1,40}\.go:[0-9]{1,5}$`)
	packID   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+){0,9}$`)
)

// filter knows what may go out of one kiosk.
type filter struct {
	packs map[string]bool // ids of its procedures
}

// word is a text that may go out, or "-".
func (f filter) word(s string) string {
	if vocabulary[s] || f.packs[s] {
		return s
	}
	return "-"
}

// figure is a number or a time that something took, or "-".
func (f filter) figure(s string) string {
	if number.MatchString(s) || lasting.MatchString(s) {
		return s
	}
	return "-"
}

// room is what is left on a disk.
var room = regexp.MustCompile(`^[0-9]{1,9} MB free, [0-9]{1,3} %, [0-9]{1,3} % of files$`)

// detail says which, of a condition: a word, a number, a device, what is left on
// a disk, the line at which a part of the program broke ("disk disk.go:85"), or
// revisions: "cantine 1.1.0, sortie 2.0.0".
func (f filter) detail(s string) string {
	if vocabulary[s] || number.MatchString(s) || lasting.MatchString(s) || room.MatchString(s) || device.MatchString(s) {
		return s
	}
	if i := strings.LastIndex(s, " "); i > 0 && codeLine.MatchString(s[i+1:]) {
		return f.brokenPart(s[:i]) + s[i:]
	}
	all := strings.Split(s, ", ")
	for i, one := range all {
		id, revision, _ := strings.Cut(one, " ")
		if all[i] = "-"; f.packs[id] && version.MatchString(revision) {
			all[i] = one
		}
	}
	return strings.Join(all, ", ")
}

// brokenPart is the name of one; which of several cameras is told elsewhere.
func (f filter) brokenPart(s string) string {
	name, _, _ := strings.Cut(s, " /dev/")
	return f.word(name)
}

// causes are what errors of the system say, in the words of Go, of the kernel and
// of SQLite. Of an error only these go out: around them may stand anything.
var causes = []string{
	"connection refused", "connection reset", "network is unreachable", "no route to host", "no such host", "server misbehaving",
	"i/o timeout", "context deadline exceeded", "context canceled", "TLS handshake timeout", "broken pipe", "unexpected EOF",
	"certificate has expired", "certificate signed by unknown authority", "certificate is not valid", "certificate is valid for",
	"no space left on device", "read-only file system", "input/output error", "permission denied", "too many open files",
	"no such file or directory", "no such device", "device or resource busy", "database is locked", "disk I/O error",
	"does not answer", "is not connected", "there is no USB stick", "the helper does not answer", "the USB stick is full",
	"the USB stick cannot be read", "the USB stick cannot be written", "there are several USB sticks",
}

// cause is what is known of an error.
func cause(s string) string {
	var found []string
	for _, c := range causes {
		if strings.Contains(s, c) {
			found = append(found, c)
		}
	}
	if found == nil {
		return "-"
	}
	return strings.Join(found, ", ")
}
