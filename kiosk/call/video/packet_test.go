package video

import (
	"bytes"
	"testing"

	"github.com/pion/rtp/codecs"
)

func TestDescriptors(t *testing.T) {
	for name, c := range map[string]struct {
		in     []byte
		vp8    string
		starts bool
	}{
		"shortest":             {[]byte("\x10abc"), "abc", true},
		"not the first":        {[]byte("\x00abc"), "abc", false},
		"second partition":     {[]byte("\x11abc"), "abc", false},
		"picture id of 7 bits": {[]byte("\x90\x80\x05abc"), "abc", true},
		"of 15 bits":           {[]byte("\x90\x80\x85\x01abc"), "abc", true},
		"all parts":            {[]byte("\x90\xf0\x85\x01\x02\x03abc"), "abc", true},
		"TID alone":            {[]byte("\x90\x20\x03abc"), "abc", true},
		"may be discarded":     {[]byte("\x30abc"), "abc", true},
	} {
		vp8, starts, ok := depacketize(c.in)
		if !ok || string(vp8) != c.vp8 || starts != c.starts {
			t.Errorf("%s: %q, %v, %v", name, vp8, starts, ok)
		}
	}
	for _, in := range []string{"", "\x10", "\x90", "\x90\x80", "\x90\x80\x85", "\x90\x80\x85\x01", "\x90\xf0\x85\x01\x02"} {
		if vp8, _, ok := depacketize([]byte(in)); ok {
			t.Errorf("%x is read as %x", in, vp8)
		}
	}
}

// FuzzDepacketize compares with pion's.
func FuzzDepacketize(f *testing.F) {
	f.Add([]byte("\x90\xf0\x85\x01\x02\x03abc"))
	f.Add([]byte("\x10abc"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, starts, ok := depacketize(b)
		var p codecs.VP8Packet
		want, err := p.Unmarshal(b)
		if !ok {
			if err == nil && len(want) > 0 {
				t.Errorf("%x: pion reads %x", b, want)
			}
			return
		}
		if err != nil || !bytes.Equal(got, want) || starts != (p.S == 1 && p.PID == 0) {
			t.Errorf("%x: %x, %v; pion: %x, S %d, PID %d, %v", b, got, starts, want, p.S, p.PID, err)
		}
	})
}
