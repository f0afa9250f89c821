package forms

import (
	"strings"
	"testing"
)

// The vectors are published: the IBAN registry of SWIFT, the examples of the
// Banque de France and of the social security, the SIRET of DINUM and of La
// Poste's head office and post offices.

func TestValidIBAN(t *testing.T) {
	for _, s := range []string{
		"FR7630006000011234567890189", "FR7611315000011234567890138", "FR1420041010050500013M02606",
		"MC5811222000010123456789030", "DE89370400440532013000", "BE68539007547034",
		"GB29NWBK60161331926819", "CH9300762011623852957", "NO9386011117947",
		"MT84MALT011000012345MTLCAST001S", "LC55HEMM000100010012001200023015", "ES9121000418450200051332",
		"IT60X0542811101000000123456", "PT50000201231234567890154", "LU280019400644750000", "NL91ABNA0417164300",
	} {
		if !ValidIBAN(s) {
			t.Errorf("%s is refused", s)
		}
		if ValidIBAN(s+"0") || ValidIBAN(s[:len(s)-1]) {
			t.Errorf("%s is taken one longer or shorter", s)
		}
		catchesOneWrong(t, s, ValidIBAN)
	}
}

func TestValidNIR(t *testing.T) {
	for _, s := range []string{"184127645108946", "269054958815780", "255081416802538"} {
		if !ValidNIR(s) {
			t.Errorf("%s is refused", s)
		}
		catchesOneWrong(t, s, ValidNIR)
	}
	// Corsica: 2A counts as 19 and 2B as 18, so the keys of the same digits differ.
	for _, s := range []string{"155082A00400120", "155082B03300148"} {
		body := strings.NewReplacer("2A", "19", "2B", "18").Replace(s[:13])
		key := nirKey(t, body)
		if !ValidNIR(s[:13]+key) || ValidNIR(body[:13]+"00") {
			t.Errorf("%s: key %s", s[:13], key)
		}
	}
	for _, s := range []string{"", "18412764510894", "984127645108946", "1841A7645108946", "+84127645108946"} {
		if ValidNIR(s) {
			t.Errorf("%q is taken", s)
		}
	}
}

// nirKey computes the key by subtraction, digit by digit: another way than the
// code's.
func nirKey(t *testing.T, body string) string {
	t.Helper()
	rest := 0
	for _, r := range body {
		rest = (rest*10 + int(r-'0')) % 97
	}
	key := 97 - rest
	return string([]byte{byte('0' + key/10), byte('0' + key%10)})
}

func TestValidSIRET(t *testing.T) {
	for _, s := range []string{"13002526500013", "73282932000074", "35600000000048", "35600082800018"} {
		if !ValidSIRET(s) {
			t.Errorf("%s is refused", s)
		}
		catchesOneWrong(t, s, ValidSIRET)
	}
	// Post offices: the sum of the digits is a multiple of 5, Luhn fails.
	if s := "35600000049837"; !ValidSIRET(s) || luhn(s) {
		t.Errorf("%s is a post office", s)
	}
	for _, s := range []string{"", "1300252650001", "130025265000130", "1300252650001X", "35600000049838"} {
		if ValidSIRET(s) {
			t.Errorf("%q is taken", s)
		}
	}
}

// catchesOneWrong changes each digit into each other.
func catchesOneWrong(t *testing.T, s string, valid func(string) bool) {
	t.Helper()
	for i := range s {
		for d := byte('0'); d <= '9'; d++ {
			if s[i] < '0' || s[i] > '9' || s[i] == d {
				continue
			}
			if wrong := s[:i] + string(d) + s[i+1:]; valid(wrong) && !postOffice(wrong) {
				t.Errorf("%s is taken for %s", wrong, s)
			}
		}
	}
}

// postOffice: the sum of digits of La Poste is a weaker check than Luhn's.
func postOffice(s string) bool { return strings.HasPrefix(s, laPoste) }

// TestParseNumbersOfPeople: the same layout as TestParse.
func TestParseNumbersOfPeople(t *testing.T) {
	for _, c := range []struct {
		typ        Type
		typed, out string
	}{
		{Phone, "06 39 98 12 34", "value=+33639981234"},
		{Phone, "06.39.98.12.34", "value=+33639981234"},
		{Phone, "06-39/98(12)34", "value=+33639981234"},
		{Phone, "+33 6 39 98 12 34", "value=+33639981234"},
		{Phone, "+33 (0)6 39 98 12 34", "value=+33639981234"},
		{Phone, "0033639981234", "value=+33639981234"},
		{Phone, "33639981234", "value=+33639981234"},
		{Phone, "01 99 00 12 34", "value=+33199001234"},
		{Phone, "0692 12 34 56", "value=+262692123456"},
		{Phone, "0262 12 34 56", "value=+262262123456"},
		{Phone, "0690 00 12 34", "value=+590690001234"},
		{Phone, "0696 20 12 34", "value=+596696201234"},
		{Phone, "0694 20 12 34", "value=+594694201234"},
		{Phone, "0639 69 12 34", "value=+262639691234"},
		{Phone, "+32 2 555 12 12", "value=+3225551212"},
		{Phone, "06 39 98 12 3", "! value phone.short_one"},
		{Phone, "06 39 98 12", "! value phone.short n=2"},
		{Phone, "06 39 98 12 345", "! value phone.long_one"},
		{Phone, "06 39 98 12 34 56", "! value phone.long n=2"},
		{Phone, "6 39 98 12 34", "! value phone.start"},
		{Phone, "3939", "! value phone.start"},
		{Phone, "06 39 98 12 3O", "! value phone.digits"},
		{Phone, "06+39981234", "! value phone.digits"},
		{Phone, "00 00 00 00 00", "! value phone.abroad"},
		{Phone, "+33 6 39", "! value phone.abroad"},
		{Phone, "08 99 99 99 99 ", "value=+33899999999"},
		{Phone, "07 01 23 45 67", "! value phone.wrong"},
		{Email, "Zoe.Dupre@Exemple.FR", "value=Zoe.Dupre@exemple.fr"},
		{Email, "a+b@x-y.example", "value=a+b@x-y.example"},
		{Email, "zoe", "! value email.no_at"},
		{Email, "zoe@", "! value email.no_dot"},
		{Email, "zoe@exemple", "! value email.no_dot"},
		{Email, "@exemple.fr", "! value email.no_name"},
		{Email, "a@b@c.fr", "! value email.two_at"},
		{Email, "zoe dupre@exemple.fr", "! value email.space"},
		{Email, "zoe..d@exemple.fr", "! value email.wrong"},
		{Email, "zoé@exemple.fr", "! value email.wrong"},
		{Email, "zoe@exemple.f", "! value email.wrong"},
		{Email, "zoe@-a.fr", "! value email.wrong"},
		{Email, strings.Repeat("a", 65) + "@exemple.fr", "! value email.wrong"},
		{IBAN, "fr76 3000 6000 0112 3456 7890 189", "value=FR7630006000011234567890189"},
		{IBAN, "IBAN FR76-3000-6000-0112-3456-7890-189", "value=FR7630006000011234567890189"},
		{IBAN, "FR76 3000 6000 0112 3456 7890 198", "! value iban.key"},
		{IBAN, "FR76 3000 6000 0112 3456 7890 18", "! value iban.short_one total=27"},
		{IBAN, "FR76 3000 6000 0112 3456 7890", "! value iban.short n=3 total=27"},
		{IBAN, "FR76 3000 6000 0112 3456 7890 1890", "! value iban.long_one total=27"},
		{IBAN, "FR76 3000 6000 0112 3456 7890 18901", "! value iban.long n=2 total=27"},
		{IBAN, "76 3000 6000", "! value iban.start"},
		{IBAN, "F", "! value iban.start"},
		{IBAN, "XX76 3000", "! value iban.country"},
		{IBAN, "FR76 3000 é", "! value iban.signs"},
		{NIR, "1 84 12 76 451 089 46", "value=184127645108946"},
		{NIR, "1.84.12.76.451.089/46", "value=184127645108946"},
		{NIR, "1 84 12 76 451 089", "! value nir.no_key"},
		{NIR, "1 84 12 76 451 089 4", "! value nir.short_one"},
		{NIR, "1 84 12", "! value nir.short n=10"},
		{NIR, "1 84 12 76 451 089 467", "! value nir.long_one"},
		{NIR, "1 84 12 76 451 089 4678", "! value nir.long n=2"},
		{NIR, "1 84 12 76 451 089 47", "! value nir.key"},
		{NIR, "1 84 12 7G 451 089 46", "! value nir.signs"},
		{SIRET, "130 025 265 00013", "value=13002526500013"},
		{SIRET, "130.025.265.00013", "value=13002526500013"},
		{SIRET, "130 025 265", "! value siret.siren"},
		{SIRET, "130 025 265 0001", "! value siret.short_one"},
		{SIRET, "130 025 265 000", "! value siret.short n=2"},
		{SIRET, "130 025 265 000134", "! value siret.long_one"},
		{SIRET, "130 025 265 0001345", "! value siret.long n=2"},
		{SIRET, "130 025 265 00031", "! value siret.key"},
		{SIRET, "FR13002526500", "! value siret.digits"},
	} {
		t.Run(string(c.typ)+" "+c.typed, func(t *testing.T) {
			check(t, &Page{Type: c.typ}, Input{Value: c.typed}, c.out)
		})
	}
}
