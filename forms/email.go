package forms

import "strings"

// emailLimit is the longest address that mail can carry (RFC 5321 §4.5.3.1).
const emailLimit = 254

func emailFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadEmail, MaxLength: emailLimit, Secret: true}}
}

// parseEmail accepts the addresses that people have: RFC 5321 without quoted
// names, address literals and comments. The domain is lower case, the name
// before @ is left as typed.
func parseEmail(_ *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := in[Value]
	name, domain, at := strings.Cut(s, "@")
	switch {
	case strings.ContainsAny(s, " \n"):
		return nil, problem(Value, "email.space")
	case !at:
		return nil, problem(Value, "email.no_at")
	case strings.Contains(domain, "@"):
		return nil, problem(Value, "email.two_at")
	case name == "":
		return nil, problem(Value, "email.no_name")
	case !strings.Contains(domain, "."):
		return nil, problem(Value, "email.no_dot")
	case len(s) > emailLimit || !localPart(name) || !domainName(strings.ToLower(domain)):
		return nil, problem(Value, "email.wrong")
	}
	return value(name + "@" + strings.ToLower(domain)), nil
}

const letters = "abcdefghijklmnopqrstuvwxyz"

// localPart is the dot-string of RFC 5321 §4.1.2, at most 64 octets.
func localPart(s string) bool {
	return len(s) <= 64 && dotted(s, func(atom string) bool {
		return strings.Trim(strings.ToLower(atom), letters+"0123456789!#$%&'*+-/=?^_`{|}~") == ""
	})
}

// domainName is RFC 1035 §2.3.1 with the leave of RFC 1123 §2.1 to begin with
// a digit; the last label has two letters at least.
func domainName(s string) bool {
	ok := dotted(s, func(label string) bool {
		return len(label) <= 63 && label[0] != '-' && label[len(label)-1] != '-' &&
			strings.Trim(label, letters+"0123456789-") == ""
	})
	top := s[strings.LastIndex(s, ".")+1:]
	return ok && len(top) >= 2 && !digitsOnly(top)
}

func dotted(s string, part func(string) bool) bool {
	for _, p := range strings.Split(s, ".") {
		if p == "" || !part(p) {
			return false
		}
	}
	return true
}
