package all

import (
	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/starline"
)

// encoders is the list of the languages, by the driver that a profile names.
var encoders = map[string]func(printer.Document, printer.Profile) ([]byte, error){
	"escpos":   escpos.Encode,
	"starline": starline.Encode,
}

// Encode turns doc into the bytes that print it on a printer of profile p,
// without a printer. The error is a *ConfigError for a driver that is not
// known, else the encoder's.
func Encode(doc printer.Document, p printer.Profile) ([]byte, error) {
	encode, ok := encoders[p.Driver]
	if !ok {
		return nil, &ConfigError{"driver", p.Driver, Printers()}
	}
	return encode(doc, p)
}
