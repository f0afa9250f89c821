package hook

import (
	"encoding/binary"
	"errors"
)

// HID, "Device Class Definition for Human Interface Devices", 1.11, section 6.2.2,
// and "HID Usage Tables", telephony page.
const (
	telephony  = 0x0B
	hookSwitch = 0x20
)

// Switch is where the hook is in the input reports of a device.
type Switch struct {
	numbered bool // reports begin with their number
	report   byte // that number
	bit      int  // of the field, after the number
	size     int  // bits of the field
	array    bool // the field is one of count, each of which may hold index
	count    int
	index    int64
	toggles  bool // it says "now", not "is"
}

// ErrNoSwitch: the device has no hook switch.
var ErrNoSwitch = errors.New("hook: a HID device without hook switch")

// ParseDescriptor finds the hook switch in a report descriptor.
func ParseDescriptor(d []byte) (Switch, error) {
	p := parser{at: map[byte]int{}}
	for len(d) > 0 {
		kind, value, rest, ok := item(d)
		if !ok {
			break
		}
		d = rest
		p.take(kind, value)
	}
	if p.found == nil {
		return Switch{}, ErrNoSwitch
	}
	p.found.numbered = p.numbered
	return *p.found, nil
}

// item cuts the first item off: its type with its tag, and its data as a number.
func item(d []byte) (kind byte, value uint32, rest []byte, ok bool) {
	const long = 0xFE
	if d[0] == long {
		if len(d) < 3 || len(d) < 3+int(d[1]) {
			return 0, 0, nil, false
		}
		return long, 0, d[3+int(d[1]):], true
	}
	n := []int{0, 1, 2, 4}[d[0]&3]
	if len(d) < 1+n {
		return 0, 0, nil, false
	}
	var data [4]byte
	copy(data[:], d[1:1+n])
	return d[0] &^ 3, binary.LittleEndian.Uint32(data[:]), d[1+n:], true
}

// globals last until they are changed, and can be pushed and popped.
type globals struct {
	page        uint32
	size, count int
	minimum     int64
	report      byte
}

type parser struct {
	globals
	stack    []globals
	usages   []uint32 // page and usage, of the next main item
	from, to uint32
	numbered bool
	at       map[byte]int // bits so far of each input report
	found    *Switch
}

// most keeps a hostile descriptor from asking for much.
const most = 4096

func (p *parser) take(kind byte, value uint32) {
	switch kind {
	case 0x04: // usage page
		p.page = value
	case 0x14: // logical minimum, small in what concerns us
		p.minimum = int64(int8(value))
	case 0x74: // report size
		p.size = int(min(value, most))
	case 0x84: // report id
		p.report, p.numbered = byte(value), true
	case 0x94: // report count
		p.count = int(min(value, most))
	case 0xA4: // push
		if len(p.stack) < 16 {
			p.stack = append(p.stack, p.globals)
		}
	case 0xB4: // pop
		if n := len(p.stack); n > 0 {
			p.globals, p.stack = p.stack[n-1], p.stack[:n-1]
		}
	default:
		p.local(kind, value)
	}
}

func (p *parser) local(kind byte, value uint32) {
	if kind != 0x80 && value <= 0xFFFF { // a short usage is of the page of now
		value |= p.page << 16
	}
	switch kind {
	case 0x08: // usage
		if len(p.usages) < most {
			p.usages = append(p.usages, value)
		}
	case 0x18: // usage minimum
		p.from = value
	case 0x28: // usage maximum
		p.to = value
		for u := p.from; u <= p.to && len(p.usages) < most && u >= p.from; u++ {
			p.usages = append(p.usages, u)
		}
	case 0x80: // input
		p.input(value)
		p.usages = nil
	case 0x90, 0xB0, 0xA0, 0xC0: // output, feature, collection, end of it
		p.usages = nil
	}
}

// input lays count fields behind those before.
func (p *parser) input(flags uint32) {
	const constant, variable, relative = 1, 2, 4
	begin := p.at[p.report]
	p.at[p.report] = begin + p.size*p.count
	if flags&constant != 0 || p.found != nil || p.size == 0 || p.size > 32 {
		return
	}
	for i, u := range p.usages {
		if u != telephony<<16|hookSwitch {
			continue
		}
		s := Switch{report: p.report, size: p.size, toggles: flags&relative != 0}
		if flags&variable != 0 && i < p.count {
			s.bit, s.count = begin+i*p.size, 1
		} else if flags&variable == 0 {
			s.bit, s.count, s.array, s.index = begin, p.count, true, p.minimum+int64(i)
		} else {
			continue
		}
		p.found = &s
		return
	}
}

// Read is what a report says about the hook; known is false for one about
// something else.
func (s Switch) Read(report []byte) (on, known bool) {
	if s.numbered {
		if len(report) == 0 || report[0] != s.report {
			return false, false
		}
		report = report[1:]
	}
	if len(report)*8 < s.bit+s.size*s.count {
		return false, false
	}
	for i := range s.count {
		v := bits(report, s.bit+i*s.size, s.size)
		if !s.array && v != 0 || s.array && v == s.index {
			return true, true
		}
	}
	return false, true
}

func bits(b []byte, at, size int) (v int64) {
	for i := range size {
		v |= int64(b[(at+i)/8]>>((at+i)%8)&1) << i
	}
	return v
}
