package sipcall

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// Numbers says how the exchange wants telephone numbers. The zero value gives
// them as they are, "+33123456789".
type Numbers struct {
	// Country is our country code, "33": a number of it is dialled with National
	// in its place, "0", any other with International, "00".
	Country       string
	National      string
	International string
	// Outside is the prefix of a line to the outside, "0" at many exchanges.
	// Short numbers (3939) have it too, addresses (sip:) never.
	Outside string
}

var (
	e164   = regexp.MustCompile(`^\+[1-9][0-9]{5,14}$`)
	short  = regexp.MustCompile(`^[0-9]{2,6}$`)
	digits = regexp.MustCompile(`^[0-9]*$`)
)

func (n Numbers) check() error {
	for what, v := range map[string]string{"country": n.Country, "national": n.National, "international": n.International, "outside": n.Outside} {
		if !digits.MatchString(v) || len(v) > 6 {
			return fmt.Errorf("sipcall: numbers: %s %q is not digits", what, v)
		}
	}
	if n.Country == "" && (n.National != "" || n.International != "") {
		return errors.New("sipcall: numbers: country is missing")
	}
	return nil
}

// dial is a number as the exchange wants it.
func (n Numbers) dial(number string) string {
	rest, is := strings.CutPrefix(number, "+")
	switch {
	case !is:
		return n.Outside + number
	case n.Country == "":
		return n.Outside + number
	case strings.HasPrefix(rest, n.Country):
		return n.Outside + n.National + strings.TrimPrefix(rest, n.Country)
	}
	return n.Outside + or(n.International, "00") + rest
}

// target is the address to invite: a number at our exchange, or a SIP URI.
func (c Config) target(address string) (sip.Uri, error) {
	server, err := c.server()
	if err != nil {
		return sip.Uri{}, err
	}
	if e164.MatchString(address) || short.MatchString(address) {
		server.User = c.Numbers.dial(address)
		return server, nil
	}
	var u sip.Uri
	if strings.ContainsAny(address, " \r\n<>\"?") || !strings.HasPrefix(address, "sip:") && !strings.HasPrefix(address, "sips:") {
		return u, call.ErrTarget
	}
	if err := sip.ParseUri(address, &u); err != nil || !host(u.Host) || u.Wildcard || u.Password != "" {
		return u, call.ErrTarget
	}
	return u, nil
}
