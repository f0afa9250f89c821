package sound

import (
	"bytes"
	"testing"
	"time"
)

func TestAWipedJitterHoldsNothing(t *testing.T) {
	j, at := NewJitter(8000, 160), time.Unix(0, 0)
	payload := bytes.Repeat([]byte{0x55}, 160)
	for n := range 50 {
		j.Put(uint16(n), uint32(160*n), payload, at.Add(time.Duration(20*n)*time.Millisecond))
		if n > 10 {
			j.Next(at.Add(time.Duration(20*n) * time.Millisecond))
		}
	}
	var held [][]byte
	for _, s := range j.queue {
		held = append(held, s.data)
	}
	held = append(append(held, j.spare...), j.out)
	j.Wipe()
	for i, b := range held {
		if bytes.IndexByte(b[:cap(b)], 0x55) >= 0 {
			t.Errorf("buffer %d of %d still has sound", i, len(held))
		}
	}
	if len(held) < 5 || j.Stats().Played != 0 {
		t.Errorf("%d buffers, %+v", len(held), j.Stats())
	}
	j.Put(7, 7, payload, at)
	if _, kind := j.Next(at.Add(time.Second)); kind != Packet {
		t.Errorf("used again it gives %v", kind)
	}
}

func TestAWipedConcealerHasNothingToGoOnWith(t *testing.T) {
	c, frame := NewConcealer(8000), make([]int16, 160)
	for range 5 {
		NewTone(8000, 200, 0.5).Fill(frame)
		c.Good(frame)
	}
	c.Conceal(frame)
	period := c.period
	c.Wipe()
	for _, v := range period {
		if v != 0 {
			t.Fatal("its period is left")
		}
	}
	if c.Conceal(frame); RMS(frame) != 0 {
		t.Error("it goes on")
	}
}
