package session

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"guichet/forms"
	"guichet/forms/hours"
	"guichet/forms/notice"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// servicesChanged is who can be asked for now. Where somebody looks at the ways,
// the phones are asked again whether they are ready, too.
func (s *Session) servicesChanged(now []wire.Service) {
	top := s.top()
	s.changed = s.changed || top != nil && slices.Contains(callKinds, top.kind)
	if !reflect.DeepEqual(now, s.services) {
		s.services, s.changed = now, true
	}
}

// service is whom a citizen here needs. Somebody who is there comes first, then
// one who is open, speaks his language, knows his procedure.
func (s *Session) service() (wire.Service, bool) {
	best, score := wire.Service{}, 0
	for _, one := range s.services {
		if n := s.fits(one); n > score {
			best, score = one, n
		}
	}
	return best, score > 0
}

// fits is how well; 0: not at all.
func (s *Session) fits(one wire.Service) int {
	n, pack := 1, s.packNow()
	switch {
	case len(one.Procedures) == 0:
		n++
	case pack == nil: // he has not said yet what he wants
	case slices.Contains(one.Procedures, pack.Manifest.ID):
		n += 3
	default:
		return 0
	}
	if slices.Contains(one.Langs, tongue(s.lang)) {
		n += 4
	}
	if one.Open {
		n += 8
	}
	if one.Open && one.Agents > 0 {
		n += 16
	}
	return n
}

// tongue is the language that is spoken: easy French is French.
func tongue(lang forms.Lang) string {
	base, _, _ := strings.Cut(string(lang), "-")
	return base
}

// nameOf is a service's in the language of the visit.
func (s *Session) nameOf(one wire.Service) string {
	for _, lang := range []string{string(s.lang), tongue(s.lang), string(forms.French)} {
		if name := one.Names[lang]; name != "" {
			return clean(name, maxName)
		}
	}
	return ""
}

// offer is one way to reach somebody now.
type offer struct {
	way     call.Way
	phone   call.Phone
	blind   bool // without a camera of our own
	hushed  bool // without sound: he signs, or writes
	service wire.Service
	address string // empty: this way leads nowhere now
	detail  Text   // who is there, how long one waits
}

func (o offer) usable() bool { return o.address != "" }

// offer looks what a way would lead to. A video call needs somebody on duty: a
// picture of an empty chair helps nobody. A phone rings in a town hall that is
// open.
func (s *Session) offer(way call.Way) offer {
	o := offer{way: way}
	o.service, _ = s.service()
	o.phone, o.blind, o.hushed = s.phone(way)
	switch {
	case o.phone == nil || !s.carries(way):
	case way == call.Video && o.service.Open && o.service.Agents > 0:
		o.address, o.detail = o.service.ID, s.aboutQueue(o.service)
	case way == call.Voice:
		to, who := s.number(o.service)
		o.address, o.detail = to, plain(who)
	}
	return o
}

// number is what to dial: that of the service while it is open, else that of a
// contact who is. A contact whose hours no program can read is taken for open
// only while nothing says that the service is closed.
func (s *Session) number(one wire.Service) (address, who string) {
	if one.Open && one.Phone != "" {
		return one.Phone, s.nameOf(one)
	}
	for _, c := range s.facts().Contacts {
		if c.Opening == nil && one.ID != "" && !one.Open ||
			c.Opening != nil && !c.Opening.Open(s.cfg.Now(), hours.Calendar{Public: notice.Holiday}) {
			continue
		}
		if to := dialled(c.Phone); to != "" {
			return to, c.Name
		}
	}
	return "", ""
}

// dialled writes a number of a contact as a phone dials it, in E.164.
func dialled(number string) string {
	a, problem := forms.Parse(&forms.Page{Type: forms.Phone}, forms.Input{forms.Value: number}, forms.Day{})
	if number == "" || problem != nil {
		return ""
	}
	return a.Fields[forms.Value]
}

// aboutQueue is who is there now and how long one would wait.
func (s *Session) aboutQueue(one wire.Service) Text {
	if one.Queue.Wait > 0 {
		return s.minutes("session.call.queue", time.Duration(one.Queue.Wait)*time.Second)
	}
	return s.there(one.Agents)
}

// there says how many people are there.
func (s *Session) there(n int) Text {
	if n == 1 {
		return s.say("session.call.there_one")
	}
	return s.say("session.call.there", "n", number(n))
}

// minutes says how long something takes, to be read aloud as well. The key has
// three forms: key, key + "_one" and key + "_soon".
func (s *Session) minutes(key string, d time.Duration) Text {
	switch n := int((d + time.Minute - 1) / time.Minute); {
	case d <= 30*time.Second:
		return s.say(key + "_soon")
	case n == 1:
		return s.say(key + "_one")
	default:
		return s.say(key, "n", number(n))
	}
}

// opens says when a service is there, empty where that is not known.
func (s *Session) opens(one wire.Service) string {
	h, err := hours.Parse(one.Hours)
	if err != nil || one.Hours == "" {
		return ""
	}
	return Contact{Opening: &h}.OpenNow(s.words(), s.cfg.Now())
}

// whoIsThere is a line of the home page. Who is there and cannot be reached from
// here is not there.
func (s *Session) whoIsThere() Text {
	one, known := s.service()
	switch {
	case !known:
		return Text{}
	case one.Open && one.Agents > 0 && len(s.ways()) > 0:
		return s.there(one.Agents)
	case one.Open:
		return Text{}
	}
	return plain(s.opens(one))
}
