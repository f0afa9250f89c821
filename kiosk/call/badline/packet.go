package badline

import (
	"net"
	"sync"
	"time"
)

// packet is a copy of one datagram on its way.
type packet struct {
	data []byte
	addr net.Addr
	due  time.Time
}

const largest = 2048 // bytes of a datagram; WebRTC's are below 1500

var pool = sync.Pool{New: func() any { return new([largest]byte) }}

func newPacket(b []byte, addr net.Addr, due time.Time) packet {
	p := packet{data: pool.Get().(*[largest]byte)[:], addr: addr, due: due}
	p.data = p.data[:copy(p.data, b)]
	return p
}

func (p packet) free() { pool.Put((*[largest]byte)(p.data[:largest])) }
