package sipcall

import (
	"fmt"
	"strings"
)

// write is the description as it goes out.
func (m media) write() []byte {
	var b strings.Builder
	family := "IP4"
	if m.rtp.Addr().Is6() {
		family = "IP6"
	}
	fmt.Fprintf(&b, "v=0\r\no=%s IN %s %s\r\ns=-\r\nc=IN %s %s\r\nt=0 0\r\n", m.origin, family, m.rtp.Addr(), family, m.rtp.Addr())
	for i := range max(1, len(m.lines)) {
		if i == m.at {
			m.stream(&b)
		} else {
			b.WriteString("m=" + refused(m.lines[i]) + "\r\n")
		}
	}
	return []byte(b.String())
}

// refused is a stream that we do not want: port 0 (RFC 3264, section 6).
func refused(line string) string {
	f := strings.Fields(line)
	if len(f) < 4 {
		return "audio 0 RTP/AVP 0"
	}
	return f[0] + " 0 " + f[2] + " " + f[3]
}

func (m media) stream(b *strings.Builder) {
	profile := "RTP/AVP"
	if m.secure {
		profile = "RTP/SAVP"
	}
	fmt.Fprintf(b, "m=audio %d %s", m.rtp.Port(), profile)
	for _, f := range m.formats {
		fmt.Fprintf(b, " %d", f.pt)
	}
	b.WriteString("\r\n")
	for _, f := range m.formats {
		m.format(b, f)
	}
	for _, k := range m.keys {
		fmt.Fprintf(b, "a=crypto:%s\r\n", k)
	}
	if m.rtcp.Port() != m.rtp.Port()+1 {
		fmt.Fprintf(b, "a=rtcp:%d\r\n", m.rtcp.Port())
	}
	fmt.Fprintf(b, "a=ptime:20\r\na=%s\r\n", m.dir)
}

func (m media) format(b *strings.Builder, f format) {
	channels := ""
	if f.name == Opus {
		channels = "/2" // always, RFC 7587, section 4.1
	}
	fmt.Fprintf(b, "a=rtpmap:%d %s/%d%s\r\n", f.pt, f.name, f.clock, channels)
	switch f.name {
	case telephoneEvent:
		fmt.Fprintf(b, "a=fmtp:%d 0-15\r\n", f.pt)
	case Opus:
		fmt.Fprintf(b, "a=fmtp:%d useinbandfec=1\r\n", f.pt)
	}
}
