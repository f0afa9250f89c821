package sipcall

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// errSDP: a description that cannot be read.
var errSDP = errors.New("sipcall: the session description cannot be read")

// direction is who sends (RFC 8866, section 6.7), seen by who says it.
type direction string

const (
	sendrecv direction = "sendrecv"
	sendonly direction = "sendonly"
	recvonly direction = "recvonly"
	inactive direction = "inactive"
)

func (d direction) sends() bool    { return d == sendrecv || d == sendonly }
func (d direction) receives() bool { return d == sendrecv || d == recvonly }

func directionOf(sends, receives bool) direction {
	switch {
	case sends && receives:
		return sendrecv
	case sends:
		return sendonly
	case receives:
		return recvonly
	}
	return inactive
}

// format is a payload type and what it is.
type format struct {
	pt    uint8
	name  string
	clock int
}

// statics are payload types that need no rtpmap (RFC 3551, table 4).
var statics = map[uint8]format{
	0:  {0, PCMU, 8000},
	8:  {8, PCMA, 8000},
	13: {13, "CN", 8000},
}

const telephoneEvent = "telephone-event"

// media is the one audio stream of a description, ours or theirs.
type media struct {
	origin  string // user, id, version of the session: o= without the address
	rtp     netip.AddrPort
	rtcp    netip.AddrPort
	secure  bool // RTP/SAVP
	keys    []sdes
	formats []format
	dir     direction
	// lines are the m= lines of the whole description; at is ours among them.
	lines []string
	at    int
}

// maxSDP is in bytes; those of telephones have 300 to 1,500.
const maxSDP = 16 << 10

// readSDP reads a description (RFC 8866) as far as a telephone call needs it.
// Of several audio streams that are open, it takes the first.
func readSDP(data []byte) (media, error) {
	if len(data) > maxSDP || !strings.HasPrefix(string(data), "v=0") {
		return media{}, errSDP
	}
	r := sdpReader{m: media{at: -1, dir: sendrecv}}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if len(line) < 2 || line[1] != '=' {
			continue // be generous: some end with an empty line or a zero
		}
		r.line(line[0], line[2:])
	}
	return r.done()
}

// sdpReader puts a description together, line by line.
type sdpReader struct {
	m        media
	session  netip.Addr // c= of the session
	own      netip.Addr // c= of our stream
	port     uint16
	rtcp     uint16
	open     bool // the lines belong to our stream
	sessions bool // no m= has come: they belong to all
	began    bool
	types    []uint8
	maps     map[uint8]format
}

func (r *sdpReader) line(kind byte, value string) {
	r.sessions = !r.began
	switch kind {
	case 'o':
		r.m.origin = value
	case 'm':
		r.began = true
		r.stream(value)
	case 'c':
		r.connection(value)
	case 'a':
		if r.open || r.sessions {
			r.attribute(value)
		}
	}
}

// stream is "audio 49170 RTP/AVP 8 101".
func (r *sdpReader) stream(value string) {
	r.m.lines = append(r.m.lines, value)
	r.open = false
	f := strings.Fields(value)
	if len(f) < 4 || f[0] != "audio" || r.m.at >= 0 {
		return
	}
	port, _, _ := strings.Cut(f[1], "/")
	n, err := strconv.ParseUint(port, 10, 16)
	secure, known := map[string]bool{"RTP/AVP": false, "RTP/SAVP": true, "RTP/AVPF": false, "RTP/SAVPF": true}[f[2]]
	if err != nil || n == 0 || !known {
		return
	}
	r.open, r.m.at, r.port, r.m.secure = true, len(r.m.lines)-1, uint16(n), secure
	r.maps = map[uint8]format{}
	for _, t := range f[3:] {
		if pt, err := strconv.ParseUint(t, 10, 7); err == nil && len(r.types) < 64 {
			r.types = append(r.types, uint8(pt))
		}
	}
}

// connection is "IN IP4 192.0.2.1".
func (r *sdpReader) connection(value string) {
	f := strings.Fields(value)
	if len(f) != 3 || f[0] != "IN" {
		return
	}
	where, _, _ := strings.Cut(f[2], "/")
	a, err := netip.ParseAddr(where)
	if err != nil {
		return
	}
	if r.open {
		r.own = a.Unmap()
	} else if r.sessions {
		r.session = a.Unmap()
	}
}

func (r *sdpReader) attribute(value string) {
	name, value, _ := strings.Cut(value, ":")
	switch name {
	case "sendrecv", "sendonly", "recvonly", "inactive":
		r.m.dir = direction(name)
	case "rtpmap":
		r.rtpmap(value)
	case "rtcp": // RFC 3605; the port alone is believed
		port, _, _ := strings.Cut(value, " ")
		if n, err := strconv.ParseUint(port, 10, 16); err == nil && r.open {
			r.rtcp = uint16(n)
		}
	case "crypto":
		if k, err := readSDES(value); err == nil && r.open && len(r.m.keys) < 8 {
			r.m.keys = append(r.m.keys, k)
		}
	}
}

// rtpmap is "101 telephone-event/8000".
func (r *sdpReader) rtpmap(value string) {
	id, what, _ := strings.Cut(value, " ")
	pt, err := strconv.ParseUint(id, 10, 7)
	f := strings.Split(strings.TrimSpace(what), "/")
	if err != nil || len(f) < 2 || !r.open {
		return
	}
	clock, err := strconv.Atoi(f[1])
	if err != nil || len(f) > 2 && f[2] != "1" && !strings.EqualFold(f[0], Opus) {
		return
	}
	r.maps[uint8(pt)] = format{uint8(pt), canonical(f[0]), clock}
}

// canonical: names are the same in any case (RFC 8866, section 6.6).
func canonical(name string) string {
	for _, known := range []string{PCMA, PCMU, Opus, telephoneEvent} {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return name
}

func (r *sdpReader) done() (media, error) {
	where := r.own
	if !where.IsValid() {
		where = r.session
	}
	if r.m.at < 0 || !where.IsValid() {
		return media{}, fmt.Errorf("%w: no sound, or no address", errSDP)
	}
	for _, pt := range r.types {
		if f, ok := r.maps[pt]; ok {
			r.m.formats = append(r.m.formats, f)
		} else if f, ok := statics[pt]; ok {
			r.m.formats = append(r.m.formats, f)
		}
	}
	if where.IsUnspecified() { // how RFC 2543 held a call
		r.m.dir = directionOf(r.m.dir.sends(), false)
	}
	if r.rtcp == 0 {
		r.rtcp = r.port + 1
	}
	r.m.rtp, r.m.rtcp = netip.AddrPortFrom(where, r.port), netip.AddrPortFrom(where, r.rtcp)
	return r.m, nil
}
