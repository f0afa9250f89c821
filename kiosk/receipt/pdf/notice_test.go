package pdf

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/notice"
	"guichet/kiosk/receipt"
	"guichet/kiosk/words"
)

// refusal is the longest notice that comes with the program.
func refusal(t *testing.T, name string, lang forms.Lang, f receipt.Facts) []byte {
	t.Helper()
	tmpl, err := notice.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	n, err := notice.Fill(tmpl, notice.Facts{
		Words: words.For(lang), Zone: evening.Location(), Subject: "Inscription à la cantine", Reference: "482 739 156 Z",
		Person: "QUATREBARBES Zuléika",
		To:     notice.Address{Name: "Madame Zuléika QUATREBARBES", Street: "12 RUE DU VIEUX MOULIN", City: "04999 SAINT ELOI"},
		Service: notice.Service{
			Name: "Mairie de Saint-Éloi", Unit: "Service scolaire", Phone: "0492000010", Email: "ecoles@saint-eloi.fr",
			Address: []string{"1, place de l’Hôtel-de-Ville", "04999 Saint-Éloi"},
		},
		Agent: "Paule Vasseur-Duc, agente du service scolaire", Author: "Léon Cordier-Mas, adjoint au maire",
		At: evening, ReceivedAt: evening.AddDate(0, 0, -4), DecidedAt: evening, NotifiedAt: evening,
		Decision: []string{"Nous ne pouvons pas inscrire votre enfant à la cantine."},
		Reasons:  []string{"Le règlement de la cantine, article 4, fixe le nombre de places."},
		Court:    notice.Court{Name: "Tribunal administratif de Sainte-Foy", Address: []string{"2, rue des Juges", "04998 Sainte-Foy"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	doc := receipt.Notification(n, f)
	m := meta
	m.Title, m.Lang = doc.Title, lang
	return mustRender(t, doc, m)
}

// The way to the court stands on one sheet, in letters of any size.
func TestTheCourtIsOnOneSheet(t *testing.T) {
	for _, name := range []string{"acknowledgement_rejection", "decision"} {
		for _, lang := range words.Languages {
			for _, isLarge := range []bool{false, true} {
				text := said(t, refusal(t, name, lang, receipt.Facts{Large: isLarge, Copy: receipt.Duplicate}))
				for page := range strings.SplitSeq(text, "\f") {
					if strings.Contains(page, "Tribunal administratif") != strings.Contains(page, "www.telerecours.fr") {
						t.Errorf("%s, %s, large %v: the court and its address are apart:\n%s", name, lang, isLarge, text)
					}
				}
			}
		}
	}
}

// A refusal in French is one sheet, on which nothing is lost.
func TestARefusalIsOneSheet(t *testing.T) {
	for _, name := range []string{"acknowledgement_rejection", "decision"} {
		data := refusal(t, name, forms.French, receipt.Facts{})
		if n := len(sheets(t, data)); n != 1 {
			t.Errorf("%s has %d sheets:\n%s", name, n, said(t, data))
		}
	}
}
