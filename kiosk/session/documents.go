package session

import (
	"slices"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/receipt"
	"guichet/kiosk/words"
)

// receipt is the paper of the submission that was saved.
func (s *Session) receipt(copied receipt.Copy) printer.Document {
	f := receipt.Of(s.visit.pack, s.visit.sent, copied)
	f.Large = s.readsLarge()
	if files := s.filesOf(); s.askedOfAll() {
		f.Documents = files
	} else {
		f.ListApart = true
	}
	return receipt.Build(f)
}

// askedOfAll tells whether everybody has the same documents to bring: those
// that an answer asks for would tell the answer to who finds the receipt.
func (s *Session) askedOfAll() bool {
	return !slices.ContainsFunc(s.visit.journey.Documents(), func(id string) bool {
		return !slices.ContainsFunc(s.visit.pack.Form.Pages, func(p forms.Page) bool {
			return p.ID == id && p.VisibleIf == nil // one of a repeat is not found: it has conditions
		})
	})
}

// listPaper is what to bring.
func (s *Session) listPaper(copied receipt.Copy) printer.Document {
	f := s.facts()
	f.Copy = copied
	f.Documents = receipt.DocumentsOf(s.visit.pack, s.lang)
	if s.visit.sent.ID != "" {
		f.Documents = receipt.ToBring(s.visit.pack, s.visit.sent, s.lang)
	}
	return receipt.Documents(f)
}

// copyOf marks what may be out already.
func copyOf(again bool) receipt.Copy {
	if again {
		return receipt.Duplicate
	}
	return receipt.Original
}

// readsLarge: who chose larger letters on the screen gets large print on paper.
func (s *Session) readsLarge() bool { return s.size == Large || s.size == Huge }

// contactsPaper is whom to talk to; on an exit page, where to go as well.
func (s *Session) contactsPaper(copied receipt.Copy) printer.Document {
	f := s.facts()
	f.Copy = copied
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
	f := receipt.Facts{
		Lang: s.lang, Authority: pack.Authority{Name: s.cfg.Town}, Contacts: s.cfg.Contacts(s.lang),
	}
	if s.visit != nil && s.visit.pack != nil {
		f = receipt.OfPack(s.visit.pack, s.lang)
	}
	f.Large, f.Now = s.readsLarge(), s.cfg.Now()
	return f
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
