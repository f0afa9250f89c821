package config

import (
	"slices"
	"strings"

	"filippo.io/age"
)

const (
	// placeholder stands in the sample. It is refused: whoever starts a kiosk
	// with a key that nobody has would lose everything that it saves.
	placeholder   = "age1pq1…"
	howToMakeAKey = `make a pair on another machine with "age-keygen -pq" and give its public key, age1pq1…`
)

func (c *Config) recipientFlaws() []flaw {
	if len(c.Recipients) == 0 && c.Hub == nil && c.Trust == nil {
		return []flaw{{[]any{"recipients"}, "nobody could read what the kiosk saves", howToMakeAKey}}
	}
	var all []flaw
	for i, key := range c.Recipients {
		switch what, mend := keyFlaw(key); {
		case what != "":
			all = append(all, flaw{[]any{"recipients", i}, what, mend})
		case slices.Contains(c.Recipients[:i], key):
			all = append(all, flaw{[]any{"recipients", i}, "this key stands twice", "remove one"})
		}
	}
	return all
}

// keyFlaw never repeats the key: it may be a secret one.
func keyFlaw(key string) (what, mend string) {
	switch {
	case strings.HasPrefix(strings.ToUpper(key), "AGE-SECRET-KEY-"):
		return "this is a secret key: it must never be on a kiosk", "throw this pair away, " + howToMakeAKey
	case key == placeholder:
		return "this is the sample's key, which nobody has", howToMakeAKey
	case !strings.HasPrefix(key, "age1pq1"):
		return "this is not a hybrid public key of age; others will not resist a quantum computer", howToMakeAKey
	}
	if _, err := age.ParseHybridRecipient(key); err != nil {
		return "the key is not whole", "copy the full line that age-keygen -pq printed, about 2000 characters"
	}
	return "", ""
}
