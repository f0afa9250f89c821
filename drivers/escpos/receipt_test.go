package escpos_test

import "guichet/drivers/printer"

const followUp = "https://demarches.saint-eloi.fr/suivi/2026/11/AR-2026-11-004217?c=9f27c1b04de85a"

// referenceReceipt is a receipt of 40 lines and a symbol, as a town hall gives
// it. Its best encoding at 48 columns is known: 1504 bytes.
func referenceReceipt() printer.Document {
	centre := func(s string) printer.Text { return printer.Text{S: s, Align: printer.Centre} }
	bold := func(s string) printer.Text { return printer.Text{S: s, Align: printer.Centre, Bold: true} }
	head := func(s string) printer.Text { return printer.Text{S: s, Bold: true} }
	line := func(s string) printer.Text { return printer.Text{S: s} }
	return printer.Document{Name: "receipt", Blocks: []printer.Block{
		printer.Text{S: "MAIRIE DE SAINT-ÉLOI", Align: printer.Centre, Bold: true, Big: true},
		centre("1, place de l'Hôtel-de-Ville - 04230 Saint-Éloi"),
		centre("Tél. 04 92 00 00 00 - mairie@saint-eloi.fr"),
		centre("SIRET 210 401 234 00017"),
		printer.Rule{},
		bold("RÉCÉPISSÉ DE DÉPÔT DE DEMANDE"),
		bold("N° AR-2026-11-004217"),
		printer.Rule{},
		line("Déposé le 21/11/2026 à 19 h 42"),
		line("Guichet : borne n° 3 (hall d'accueil)"),
		line("Usager : Mme Anaïs LEFÈVRE-BÉNÉZET"),
		line("Né(e) le 03/02/1984 à Nîmes (Gard)"),
		printer.Gap{Lines: 1},
		head("OBJET DE LA DEMANDE"),
		line("Déclaration préalable de travaux (cerfa 16702)"),
		line("Pose d'une clôture et d'un portail, côté rue"),
		line("Parcelle cadastrée AB 0217, 842 m²"),
		printer.Gap{Lines: 1},
		head("PIÈCES REÇUES"),
		line("  1. Formulaire signé                  4 pages"),
		line("  2. Plan de situation (DP1)           1 page"),
		line("  3. Plan de masse coté (DP2)          1 page"),
		line("  4. Photographies (DP7, DP8)          2 pages"),
		printer.Gap{Lines: 1},
		head("RÈGLEMENT"),
		line("Copies A4 noir et blanc     8 x 0,18 €    1,44 €"),
		line("Affranchissement LRAR       1 x 5,74 €    5,74 €"),
		printer.Pair{Left: "TOTAL TTC", Right: "7,18 €", Bold: true},
		line("Payé par carte bancaire le 21/11/2026 à 19:41"),
		printer.Gap{Lines: 1},
		head("DÉLAI D'INSTRUCTION : 1 MOIS"),
		line("Sans réponse de notre part au 21/12/2026, votre demande sera réputée acceptée (art. R. 423-19 du code de l'urbanisme), sauf majoration du délai."),
		line("Recours : tribunal administratif, sous 2 mois."),
		printer.Gap{Lines: 1},
		centre("Vous pouvez suivre votre dossier en ligne :"),
		printer.QR{Data: followUp},
		bold("Conservez ce reçu, il fait foi du dépôt."),
		centre("Merci de votre visite - à bientôt !"),
	}}
}
