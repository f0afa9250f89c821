package preview

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/notice"
	"guichet/kiosk/receipt"
	"guichet/kiosk/words"
)

// notices are what the town hall answers later, for the facts of an example:
// the pack's own, else those that come with the program.
func (b *builder) notices(lang forms.Lang) []printer.Document {
	var out []printer.Document
	for _, name := range slices.Sorted(maps.Keys(b.templates())) {
		t := b.templates()[name]
		filled, err := notice.Fill(t, b.example(lang, 90))
		if err != nil {
			filled, err = notice.Fill(t, b.example(lang, 7)) // silence is no answer yet
		}
		if err != nil {
			fmt.Fprintf(b.studio.Say, "the notification %s is not drawn: %v\n", name, err)
			continue
		}
		out = append(out, receipt.Notification(filled, receipt.OfPack(b.pack, lang)))
	}
	return out
}

func (b *builder) templates() map[string]notice.Template {
	if len(b.pack.Notifications) > 0 {
		return b.pack.Notifications
	}
	out := map[string]notice.Template{}
	for _, name := range notice.Names() {
		if t, err := notice.Load(name); err == nil {
			out[name] = t
		}
	}
	return out
}

// example is a request of nobody, made some days ago. After ninety, silence is
// an answer.
func (b *builder) example(lang forms.Lang, days int) notice.Facts {
	a := b.pack.Authority
	now := b.studio.Now
	return notice.Facts{
		Words: words.For(lang), Zone: now.Location(),
		Subject: b.pack.Catalog(lang).Text("pack.subject"), Reference: "482 739 156 Z",
		Person: "EXEMPLE Camille",
		To: notice.AddressOf("Camille Exemple", map[string]string{
			"street": "12 rue du Modèle", "postcode": "04230", "city": "Saint-Éloi",
		}),
		Service: notice.Service{Name: a.Name, Unit: a.Service, Address: a.Address, Phone: strings.ReplaceAll(a.Phone, " ", ""), Email: a.Email},
		Agent:   "Dominique Modèle, service concerné", Author: "Dominique Modèle, adjoint au maire",
		At: now, ReceivedAt: now.AddDate(0, 0, -days), DecidedAt: now.Add(-24 * time.Hour), NotifiedAt: now,
		TransferredAt: now.Add(-24 * time.Hour),
		Missing:       []string{"Votre justificatif de domicile de moins de 3 mois"},
		Decision:      []string{"Nous ne pouvons pas accepter votre demande."},
		Reasons:       []string{"Il manque un document que la loi demande."},
		Court:         notice.Court{Name: "Tribunal administratif", Address: []string{"(adresse du tribunal)"}},
		Authority:     notice.Service{Name: "Autre administration", Address: []string{"1 rue du Modèle", "04000 Digne-les-Bains"}, Phone: "0465719000"},
	}
}
