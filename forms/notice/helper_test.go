package notice

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guichet/forms"
)

// cet is a zone of its own, so that a test does not depend on the machine's.
var cet = time.FixedZone("CET", 3600)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, cet)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	months   = strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
	weekdays = strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi")
)

// catalog is what the kiosk has of dates, in a language.
func catalog(lang forms.Lang) forms.Catalog {
	texts := map[string]string{
		"date.day": "{day} {month} {year}", "date.first": "{day}er {month} {year}", "date.long": "{weekday} {date}",
		"notice.month": "1 mois", "notice.months": "{n} mois", "notice.days": "{n} jours",
	}
	for i, m := range months {
		texts[fmt.Sprintf("month.%d", i+1)] = m
	}
	for i, d := range weekdays {
		texts[fmt.Sprintf("weekday.%d", i)] = d
	}
	return forms.NewCatalog(lang, texts)
}

// full has every fact that a shipped template wants.
func full(lang forms.Lang) Facts {
	return Facts{
		Words: catalog(lang), Zone: cet, Subject: "Inscription à la cantine", Reference: "482 739 156 Z",
		Person: "QUATREBARBES Zuléika",
		To:     AddressOf("Zuléika Quatrebarbes", map[string]string{"street": "12 rue Neuve", "postcode": "04999", "city": "Saint-Éloi"}),
		Service: Service{
			Name: "Mairie de Saint-Éloi", Unit: "Service scolaire", Phone: "0465710010", Email: "ecoles@saint-eloi.fr",
			Address: []string{"1, place de l’Hôtel-de-Ville", "04999 Saint-Éloi"},
		},
		Agent: "Paule Vasseur-Duc, agente du service scolaire", Author: "Léon Cordier-Mas, adjoint au maire",
		At: at("2026-11-21 10:00"), ReceivedAt: at("2026-09-14 09:30"), DecidedAt: at("2026-11-18 16:00"),
		NotifiedAt: at("2026-11-21 10:00"), TransferredAt: at("2026-11-20 11:00"),
		Missing:   []string{"Votre livret de famille", "Une facture d’eau de moins de 3 mois"},
		Decision:  []string{"Nous ne pouvons pas inscrire votre enfant."},
		Reasons:   []string{"Le règlement de la cantine, article 4, réserve les places.", "Toutes les places sont prises."},
		Court:     Court{Name: "Tribunal administratif de Sainte-Foy", Address: []string{"2, rue des Juges", "04998 Sainte-Foy"}},
		Authority: Service{Name: "Département des Monts", Address: []string{"8, quai Haut", "04000 Hautmont"}, Phone: "0465719000"},
	}
}

// fresh is full where the request came some days ago: nothing is decided by
// silence yet.
func fresh(lang forms.Lang) Facts {
	f := full(lang)
	f.ReceivedAt = at("2026-11-18 09:30")
	return f
}

func load(t *testing.T, name string) Template {
	t.Helper()
	tmpl, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

// flat is a notice as text.
func flat(n Notice) string {
	var b strings.Builder
	b.WriteString(n.Title + "\n")
	for _, s := range n.Sections {
		b.WriteString(s.Heading + "\n")
		for _, line := range s.Lines {
			if line.Tick {
				b.WriteString("[ ] ")
			}
			b.WriteString(line.S + "\n")
		}
	}
	return b.String()
}
