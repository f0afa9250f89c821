package rtccall

import (
	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call/wire"
)

// addChannels opens the three channels, before the offer, so that it names them.
func (l *leg) addChannels() error {
	text, err := l.channel(wire.ChannelText, "t140")
	if err != nil {
		return err
	}
	messages, err := l.channel(wire.ChannelDesk, "guichet.desk.1")
	if err != nil {
		return err
	}
	files, err := l.channel(wire.ChannelFiles, "guichet.file.1")
	if err != nil {
		return err
	}
	s := l.s
	text.OnOpen(func() { s.text.open(text) })
	text.OnMessage(func(m webrtc.DataChannelMessage) { s.text.receive(m.Data) })
	messages.OnOpen(func() { s.desk.opened(messages) })
	messages.OnMessage(func(m webrtc.DataChannelMessage) { s.desk.receive(m.Data) })
	files.OnOpen(func() { s.desk.filesOpen(files) })
	var j wire.Joiner // of one goroutine, that of the channel
	files.OnMessage(func(m webrtc.DataChannelMessage) { s.desk.part(&j, m) })
	files.SetBufferedAmountLowThreshold(backlog / 2)
	files.OnBufferedAmountLow(s.desk.hasSome)
	return nil
}

func (l *leg) channel(label, protocol string) (*webrtc.DataChannel, error) {
	ordered := true
	return l.pc.CreateDataChannel(label, &webrtc.DataChannelInit{Ordered: &ordered, Protocol: &protocol})
}

func (d *desk) filesOpen(c *webrtc.DataChannel) {
	d.mu.Lock()
	d.files = c
	d.mu.Unlock()
	d.hasSome()
}

func (d *desk) hasSome() {
	select {
	case d.room <- struct{}{}:
	default:
	}
}
