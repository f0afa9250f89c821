package desk

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"guichet/forms/hours"
	"guichet/forms/strictyaml"
)

// Settings are the "desk" of the hub's configuration.
type Settings struct {
	Services []Service `yaml:"services,required"`
	// LongestWait is how long a citizen waits at most before he is offered
	// another way.
	LongestWait time.Duration `yaml:"longest_wait"`
	CallBack    CallBack      `yaml:"call_back"`
	// Pulse is how often a connection is asked whether it lives, and whether who
	// has it may still speak; 0: 15 s.
	Pulse time.Duration
}

// Service is whom a citizen can ask for.
type Service struct {
	ID    string            `yaml:"id,required"`
	Names map[string]string `yaml:"names,required"` // by language, "fr" always
	Hours string            `yaml:"hours,required"` // OSM opening_hours
	// Towns, Procedures and Agents narrow it down; empty: all. A service that
	// names agents is theirs alone, and theirs in all of its towns.
	Towns      []string `yaml:"towns"`
	Procedures []string `yaml:"procedures"`
	Agents     []string `yaml:"agents"`
	Languages  []string `yaml:"languages"` // empty: French
	// Phone is where calls go that nobody takes in time, if Overflow.
	Phone    string `yaml:"phone"`
	Overflow bool   `yaml:"overflow_to_phone"`
	Sign     string `yaml:"sign_relay"` // https link of a sign-language relay
	Text     string `yaml:"text_relay"` // of a transcription relay
	// LongestWait of this service; 0: that of the desk.
	LongestWait time.Duration `yaml:"longest_wait"`

	hours hours.Hours
}

// CallBack is when and how many citizens are called back.
type CallBack struct {
	Window time.Duration `yaml:"window"` // of what the citizen chooses
	Notice time.Duration `yaml:"notice"` // from now to the first window, at least
	Days   int           `yaml:"days"`   // ahead
	Each   int           `yaml:"each"`   // call backs in a window, of a service in a town, or of the agents whom it names
	Keep   time.Duration `yaml:"keep"`   // after its window a number is kept
}

// Defaults, where the configuration says nothing.
var defaults = Settings{
	LongestWait: 10 * time.Minute,
	Pulse:       15 * time.Second,
	CallBack:    CallBack{Window: time.Hour, Notice: 30 * time.Minute, Days: 5, Each: 4, Keep: 24 * time.Hour},
}

func orElse[T comparable](v *T, otherwise T) {
	var zero T
	if *v == zero {
		*v = otherwise
	}
}

// Fill puts in what was left out, and reads the hours; [Settings.Check] says
// whether they can be read.
func (s Settings) Fill() Settings {
	s.Services = slices.Clone(s.Services)
	orElse(&s.LongestWait, defaults.LongestWait)
	orElse(&s.Pulse, defaults.Pulse)
	orElse(&s.CallBack.Window, defaults.CallBack.Window)
	orElse(&s.CallBack.Notice, defaults.CallBack.Notice)
	orElse(&s.CallBack.Days, defaults.CallBack.Days)
	orElse(&s.CallBack.Each, defaults.CallBack.Each)
	orElse(&s.CallBack.Keep, defaults.CallBack.Keep)
	for i := range s.Services {
		one := &s.Services[i]
		orElse(&one.LongestWait, s.LongestWait)
		if len(one.Languages) == 0 {
			one.Languages = []string{"fr"}
		}
		one.hours, _ = hours.Parse(one.Hours)
	}
	return s
}

// Check finds what is wrong with settings; at tells where a part of them stands.
func (s Settings) Check(at func(path ...any) strictyaml.Place) (faults strictyaml.Faults) {
	fault := func(what, mend string, path ...any) {
		faults = append(faults, at(path...).Fault(what, mend))
	}
	if len(s.Services) == 0 {
		fault("there is nobody to call", "name a service, or take desk: away", "services")
	}
	if s.LongestWait < 0 {
		fault("a time cannot be below zero", "write 10m", "longest_wait")
	}
	s.checkBacks(fault)
	seen := map[string]bool{}
	for i, one := range s.Services {
		if seen[one.ID] {
			fault("two services have this id", "give each its own", "services", i, "id")
		}
		seen[one.ID] = true
		one.check(func(what, mend string, path ...any) { fault(what, mend, append([]any{"services", i}, path...)...) })
	}
	return faults
}

func (s Settings) checkBacks(fault func(what, mend string, path ...any)) {
	b := s.CallBack
	if min(b.Window, b.Notice, b.Keep) < 0 || b.Window > 12*time.Hour || b.Window != 0 && b.Window < 5*time.Minute {
		fault("these are no times for calling back", "write window: 1h (5m to 12h), notice: 30m, keep: 24h", "call_back")
	}
	if b.Days < 0 || b.Days > 30 || b.Each < 0 {
		fault("these are no numbers for calling back", "write days: 5 (30 at most), each: 4", "call_back")
	}
}

var (
	idOf    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	e164    = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`) // ITU-T E.164: 15 digits at most
	townOf  = regexp.MustCompile(`^[0-9][0-9AB][0-9]{3}$`)
	langOf  = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{1,8})*$`)
	longest = 4 * time.Hour
)

func (s Service) check(fault func(what, mend string, path ...any)) {
	if !idOf.MatchString(s.ID) {
		fault("this is no id", "write a-z, 0-9 and -, 40 at most", "id")
	}
	if strings.TrimSpace(s.Names["fr"]) == "" {
		fault("the service has no French name", "give names: {fr: …}", "names")
	}
	if h, err := hours.Parse(s.Hours); err != nil {
		fault(fmt.Sprintf("these are no opening hours: %v", err), "write them as OpenStreetMap does: Mo-Fr 09:00-12:00", "hours")
	} else if !h.EverOpen() {
		fault("the service is never open", "write when it is: Mo-Fr 09:00-12:00", "hours")
	}
	if s.Phone != "" && !e164.MatchString(s.Phone) && !strings.HasPrefix(s.Phone, "sip:") && !strings.HasPrefix(s.Phone, "sips:") {
		fault("this cannot be called", "write +33123456789, or sip:…", "phone")
	}
	if s.Overflow && s.Phone == "" {
		fault("there is no phone to overflow to", "give phone: +33…", "overflow_to_phone")
	}
	if s.LongestWait < 0 || s.LongestWait > longest {
		fault("nobody waits so long", "write 10m", "longest_wait")
	}
	s.checkLists(fault)
}

func (s Service) checkLists(fault func(what, mend string, path ...any)) {
	each := func(list []string, form *regexp.Regexp, what, mend, key string) {
		for i, v := range list {
			if !form.MatchString(v) {
				fault(what, mend, key, i)
			}
		}
	}
	each(s.Towns, townOf, "this is not the COG code of a commune", "write 26362", "towns")
	each(s.Languages, langOf, "this is no language", "write fr, en or fr-x-falc", "languages")
	for key, link := range map[string]string{"sign_relay": s.Sign, "text_relay": s.Text} {
		if link != "" && !strings.HasPrefix(link, "https://") {
			fault("this is no safe link", "write https://…", key)
		}
	}
}
