package session

import (
	"guichet/drivers/printer"
	"guichet/forms/pack"
	"guichet/kiosk/receipt"
	"guichet/kiosk/words"
)

// receipt is the paper of the submission that was saved.
func (s *Session) receipt(copied receipt.Copy) printer.Document {
	return receipt.Build(receipt.Of(s.visit.pack, s.visit.sent, copied))
}

// contactsPaper is whom to talk to; on an exit page, where to go as well.
func (s *Session) contactsPaper() printer.Document {
	f := s.facts()
	if s.state != Leaving {
		return receipt.Contacts(f)
	}
	exit := s.visit.journey.Step().Exit
	key := "exit." + exit.ID + "."
	return receipt.ExitSlip(f, receipt.Exit{
		Title: s.tell(key + "title").S, Text: s.tell(key + "text").S,
		Address: s.tell(key + "address").S, URL: exit.URL,
	})
}

// facts are those of the pack, or of the town where there is none.
func (s *Session) facts() receipt.Facts {
	if s.visit != nil && s.visit.pack != nil {
		return receipt.OfPack(s.visit.pack, s.lang)
	}
	return receipt.Facts{
		Lang: s.lang, Authority: pack.Authority{Name: s.cfg.Town}, Contacts: s.cfg.Contacts(s.lang),
	}
}

// qrData is the symbol of the receipt: the same on the screen and on paper.
func (s *Session) qrData() string {
	return receipt.Code(s.visit.sent.Reference, s.visit.sent.At)
}

func phone(number string) string {
	if number == "" {
		return ""
	}
	return words.Phone(number)
}
