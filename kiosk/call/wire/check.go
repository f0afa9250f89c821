package wire

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// needs is what each type of message must carry.
var needs = map[Type]func(*Message) bool{
	Ask:      func(m *Message) bool { return m.Wish != nil && isCall(m.Call) },
	CallBack: func(m *Message) bool { return m.Back != nil && (m.Call == "" || isCall(m.Call)) },
	Offices:  nil,
	Outcome:  func(m *Message) bool { return m.Why != "" && m.Wish != nil && m.Queue != nil && isCall(m.Call) },
	Queued:   func(m *Message) bool { return m.Queue != nil && isCall(m.Call) },
	Taken:    ofCall,
	Kept:     func(m *Message) bool { return m.Back != nil },
	Refuse:   func(m *Message) bool { return m.Why != "" },
	Offer:    func(m *Message) bool { return m.SDP != nil && isCall(m.Call) && slices.Contains(kinds, m.SDP.Kind) },
	Trickle:  func(m *Message) bool { return m.Candidate != nil && isCall(m.Call) },
	Renew:    ofCall,
	Resume:   ofCall,
	Bye:      ofCall,
	Hold:     ofCall,
	Duty:     nil,
	Waiting:  nil,
	Take:     ofCall,
	Transfer: func(m *Message) bool { return m.To != "" && isCall(m.Call) },
	Note:     ofCall,
	Backs:    nil,
	BackDone: func(m *Message) bool { return m.Why != "" && isCall(m.Call) },
}

var kinds = []string{"offer", "answer"}

func ofCall(m *Message) bool { return isCall(m.Call) }

// isCall tells whether an id has the form of a call's: 32 hexadecimal digits.
func isCall(id string) bool {
	if len(id) != 32 {
		return false
	}
	for _, c := range []byte(id) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func (m *Message) check() error {
	need, known := needs[m.Type]
	switch {
	case !known:
		return fmt.Errorf("%w: unknown type", ErrMessage)
	case need != nil && !need(m):
		return fmt.Errorf("%w: %s lacks a part", ErrMessage, m.Type)
	}
	return nil
}

var deskTypes = []DeskType{
	DeskHello, DeskPage, DeskAnswer, DeskPrinted, DeskLook,
	DeskPoint, DeskPropose, DeskPrint, DeskAskStill, DeskAskShare, DeskSpeaks, DeskInvite,
}

func (d *Desk) check() error {
	if !slices.Contains(deskTypes, d.Type) || len(d.ID) > 32 || !utf8.ValidString(d.ID) {
		return ErrMessage
	}
	return nil
}
