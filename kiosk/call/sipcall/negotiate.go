package sipcall

import (
	"errors"
	"net/netip"
)

// errNoMedia: nothing in common, 488.
var errNoMedia = errors.New("sipcall: no sound in common")

// agreed is what both sides do with a stream (RFC 3264).
type agreed struct {
	rtp, rtcp netip.AddrPort // where to
	send      format
	receive   map[uint8]format
	keys      format // telephone-event, at the clock of send where they have that; clock 0: none
	dir       direction
	secure    bool
	theirs    sdes // their key
}

// payload types of ours (RFC 3551, section 3: 96 to 127 are dynamic).
const (
	ptOpus   = 107
	ptKeys8  = 101
	ptKeys48 = 102
)

// formatsOf are the formats of codecs, with telephone-event at each clock: with
// Opus it ticks at 48,000 (RFC 4733, section 2.1: the clock of the stream).
func formatsOf(codecs []string) []format {
	var all []format
	has := map[int]bool{}
	for _, name := range codecs {
		f := map[string]format{PCMA: statics[8], PCMU: statics[0], Opus: {ptOpus, Opus, 48_000}}[name]
		all = append(all, f)
		has[f.clock] = true
	}
	if has[8000] {
		all = append(all, format{ptKeys8, telephoneEvent, 8000})
	}
	if has[48_000] {
		all = append(all, format{ptKeys48, telephoneEvent, 48_000})
	}
	return all
}

// accept reads an answer to our offer.
func accept(offer, answer media) (agreed, error) {
	if answer.secure != offer.secure {
		return agreed{}, errNoMedia
	}
	a := agreed{rtp: answer.rtp, rtcp: answer.rtcp, secure: offer.secure, receive: byType(offer.formats)}
	a.dir = directionOf(offer.dir.sends() && answer.dir.receives(), offer.dir.receives() && answer.dir.sends())
	if offer.secure {
		k, ok := withTag(answer.keys, offer.keys)
		if !ok {
			return agreed{}, errNoMedia
		}
		a.theirs = k
	}
	return a, a.pick(answer.formats, offer.formats)
}

func withTag(answer, offer []sdes) (sdes, bool) {
	for _, k := range answer {
		for _, o := range offer {
			if k.tag == o.tag {
				return k, true
			}
		}
	}
	return sdes{}, false
}

func byType(all []format) map[uint8]format {
	m := map[uint8]format{}
	for _, f := range all {
		m[f.pt] = f
	}
	return m
}

// pick takes the first of theirs that we have too, numbered as they want it.
func (a *agreed) pick(theirs, ours []format) error {
	for _, f := range theirs {
		if f.name == telephoneEvent || !common(f, ours) {
			continue
		}
		a.send = f
		for _, k := range theirs {
			if k.name == telephoneEvent && (a.keys.clock == 0 || k.clock == f.clock) {
				a.keys = k
			}
		}
		return nil
	}
	return errNoMedia
}

func common(f format, ours []format) bool {
	for _, o := range ours {
		if o.name == f.name && o.clock == f.clock {
			return true
		}
	}
	return false
}

// reply answers an offer: mine is what we would offer. The answer numbers
// formats as the offer does (RFC 3264, section 6.1). hold: we hold the call.
func reply(offer, mine media, policy Encrypt) (media, agreed, error) {
	if offer.secure && policy == Never || !offer.secure && policy == Require {
		return media{}, agreed{}, errNoMedia
	}
	answer := mine
	answer.lines, answer.at, answer.secure, answer.keys = offer.lines, offer.at, offer.secure, nil
	answer.formats = nil
	for _, f := range offer.formats {
		if common(f, mine.formats) {
			answer.formats = append(answer.formats, f)
		}
	}
	answer.dir = directionOf(mine.dir.sends() && offer.dir.receives(), mine.dir.receives() && offer.dir.sends())
	a := agreed{rtp: offer.rtp, rtcp: offer.rtcp, secure: offer.secure, dir: answer.dir, receive: byType(answer.formats)}
	if offer.secure {
		if len(offer.keys) == 0 || len(mine.keys) == 0 {
			return media{}, agreed{}, errNoMedia
		}
		a.theirs = offer.keys[0]
		ours := mine.keys[0]
		ours.tag = a.theirs.tag
		answer.keys = []sdes{ours}
	}
	return answer, a, a.pick(answer.formats, mine.formats)
}
