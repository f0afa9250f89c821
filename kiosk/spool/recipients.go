package spool

import (
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
)

// ParseRecipients reads the public keys of the town hall, one a line; empty
// lines and lines that start with # are left out. It reports every bad line.
//
// Only hybrid keys (age1pq1…, made by "age-keygen -pq") are taken. A copy of
// the disk made today may be kept until somebody has a quantum computer, and
// answers about a child or an income are still personal then.
func ParseRecipients(text string) ([]age.Recipient, error) {
	var all []age.Recipient
	var faults []error
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r, err := parseRecipient(line)
		if err != nil {
			faults = append(faults, fmt.Errorf("spool: recipients: line %d: %w", i+1, err))
			continue
		}
		all = append(all, r)
	}
	if len(all) == 0 && len(faults) == 0 {
		faults = append(faults, errNoRecipient)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return all, nil
}

var errNoRecipient = errors.New("spool: no recipient: the kiosk needs at least one public key of the town hall (age1pq1…)")

// parseRecipient never repeats the line: it may be a secret key.
func parseRecipient(line string) (age.Recipient, error) {
	switch {
	case strings.HasPrefix(strings.ToUpper(line), "AGE-SECRET-KEY-"):
		return nil, errors.New("this is a secret key: it must never be on a kiosk. Give its public key, age1pq1…, and make a new pair")
	case strings.HasPrefix(line, "age1pq1"):
		r, err := age.ParseHybridRecipient(line)
		if err != nil {
			return nil, errors.New("the key is not whole: copy the full line that age-keygen -pq printed, about 2000 characters")
		}
		return r, nil
	case strings.HasPrefix(line, "age1"), strings.HasPrefix(line, "ssh-"):
		return nil, errNotHybrid
	}
	return nil, errors.New("not a public key: it starts with age1pq1")
}

var errNotHybrid = errors.New("this kind of key does not resist a quantum computer, so a copy of the disk could be read one day. Make a hybrid one: age-keygen -pq")

// checkRecipients guards [Open] against keys that did not come from
// ParseRecipients.
func checkRecipients(all []age.Recipient) error {
	if len(all) == 0 {
		return errNoRecipient
	}
	for i, r := range all {
		if h, ok := r.(*age.HybridRecipient); !ok || h == nil {
			return fmt.Errorf("spool: recipient %d (%T): %w", i+1, r, errNotHybrid)
		}
	}
	return nil
}
