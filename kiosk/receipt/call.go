package receipt

import (
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/words"
)

// Call is a call that nobody took, and what comes instead. The citizen's own
// number is never in it.
type Call struct {
	Who    Contact // to call again
	Ticket string  // what the citizen says first; may be empty
	// Back is who calls him; nil: nobody does.
	Back *CallBack
}

// CallBack is a call that somebody promised. The zone of From is printed.
type CallBack struct {
	Who      string // "Le service scolaire"
	From, To time.Time
}

// CallSlip is for who did not speak to anybody: who calls him back and when, or
// whom to call, when, and what to say. It holds nothing of his own.
func CallSlip(f Facts, call Call) printer.Document {
	title := "receipt.call.title"
	if call.Back != nil {
		title = "receipt.call.back_title"
	}
	p := slip(f, title)
	if call.Back == nil {
		p.say("receipt.call.sorry")
	}
	p.callBack(call.Back)
	p.toCall(call)
	p.toSay(f, call)
	return p.document("call", f.Large)
}

func (p *page) callBack(b *CallBack) {
	if b == nil {
		return
	}
	p.add(printer.Gap{Lines: 1})
	p.say("receipt.call.back", "who", b.Who)
	p.bold(words.LongDate(p.c, b.From))
	p.bold(p.c.Text("receipt.call.between", "from", words.Time(p.c, b.From), "to", words.Time(p.c, b.To)))
	p.say("receipt.call.near")
	p.say("receipt.call.also")
}

func (p *page) toCall(call Call) {
	p.head("receipt.call.number")
	if call.Who.Phone != "" {
		p.large(words.Phone(call.Who.Phone))
	}
	p.bold(call.Who.Name)
	p.text(call.Who.Hours)
	p.email(call.Who.Email)
	if call.Ticket != "" {
		p.head("receipt.call.ticket")
		p.large(call.Ticket)
	}
}

func (p *page) toSay(f Facts, call Call) {
	p.head("receipt.call.say")
	p.say("receipt.call.hello")
	if call.Ticket != "" {
		p.say("receipt.call.my_ticket", "ticket", call.Ticket)
	}
	if f.Subject != "" {
		p.say("receipt.call.about", "subject", f.Subject)
	}
}
