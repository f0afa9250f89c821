package detect

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/serial"
)

// conversation is one try, at one speed.
type conversation struct {
	port     serial.Port
	patience time.Duration
	report   Report
	err      error // of the line; nothing is asked after it
}

// begin asks the first question and goes on where the answer leads.
func (c *conversation) begin(ctx context.Context, first Question) error {
	reply := c.ask(ctx, first)
	switch {
	case isStar(reply):
		c.report.Driver, c.report.Online = "starline", true
	case hasRealTime(reply):
		c.escpos(ctx, reply)
	case starEnquiry(reply) && first.Name != askStar.Name:
		return c.begin(ctx, askStar)
	}
	return c.err
}

// escpos makes sure that the answer was one, and goes on asking.
func (c *conversation) escpos(ctx context.Context, online []byte) {
	if !hasRealTime(c.ask(ctx, askPaper)) {
		return // noise of a wrong speed
	}
	c.report.Driver = "escpos"
	b, _ := realTime(online)
	c.report.Online = b&0x08 == 0
	c.ask(ctx, askOffline)
	c.ask(ctx, askErrors)
	c.report.FullStatus = isFull(c.ask(ctx, askFull))
	if c.report.Online {
		c.identity(ctx)
	}
}

func (c *conversation) identity(ctx context.Context) {
	if b, ok := typeID(c.ask(ctx, askType)); ok {
		c.report.Cutter = "no"
		if b&cutterBit != 0 {
			c.report.Cutter = "yes"
		}
	}
	c.report.Maker, _ = name(c.ask(ctx, askMaker))
	c.report.Model, _ = name(c.ask(ctx, askModel))
	c.report.Firmware, _ = name(c.ask(ctx, askFirmware))
}

// ask sends q and waits for its answer, or for as long as patience lasts.
func (c *conversation) ask(ctx context.Context, q Question) []byte {
	if c.err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	c.err = c.port.Drop() // what came late to an earlier question
	if c.err == nil {
		_, c.err = c.port.Write(ctx, q.Bytes)
	}
	reply := c.listen(ctx, q)
	c.report.Answers = append(c.report.Answers, Answer{q.Name, reply})
	return reply
}

func (c *conversation) listen(ctx context.Context, q Question) []byte {
	var reply []byte
	buf := make([]byte, 64)
	for c.err == nil && !q.whole(reply) && len(reply) < 256 {
		n, err := c.port.Read(ctx, buf)
		reply = append(reply, buf[:n]...)
		if errors.Is(err, serial.ErrTimeout) {
			break // silence is an answer
		}
		c.err = err
	}
	return reply
}
