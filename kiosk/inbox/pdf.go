package inbox

import (
	"fmt"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/receipt"
	"guichet/kiosk/receipt/pdf"
	"guichet/kiosk/words"
)

// PDF is a submission on A4, for the agent's file: what was asked and answered,
// in the order and the words of the citizen. subject is the procedure.
func PDF(s forms.Submission, subject string, zone *time.Location) ([]byte, error) {
	w := words.For(forms.French)
	title := w.Text("inbox.title", "reference", s.Reference)
	at := s.At.In(zone)
	doc := printer.Document{Name: "submission", Title: title, Lang: string(forms.French), Blocks: head(w, s, subject, at)}
	for _, line := range receipt.AnswersOf(s) {
		doc.Blocks = append(doc.Blocks, printer.Gap{Lines: 1}, printer.Text{S: line.Question})
		for _, a := range line.Answer {
			doc.Blocks = append(doc.Blocks, printer.Text{S: a, Bold: true})
		}
	}
	data, err := pdf.Render(doc, pdf.Meta{Title: title, Author: subject, Lang: forms.French, At: at})
	if err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	return data, nil
}

func head(w forms.Catalog, s forms.Submission, subject string, at time.Time) []printer.Block {
	return []printer.Block{
		printer.Text{S: subject, Bold: true},
		printer.Gap{Lines: 1},
		printer.Pair{Left: w.Text("inbox.reference"), Right: s.Reference},
		printer.Pair{Left: w.Text("inbox.received"), Right: forms.FormatDay(forms.DayOf(at), w)},
		printer.Pair{Left: w.Text("inbox.revision"), Right: s.Pack + " " + s.Version},
		printer.Rule{},
	}
}
