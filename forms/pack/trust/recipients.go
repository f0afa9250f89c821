package trust

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"filippo.io/age"
)

// The holders of the keys that open submissions. A town has all three, so that
// one lost key is not the loss of what citizens have sent.
const (
	Agents = "agents" // the daily key, on the agents' computers
	Safe   = "safe"   // on paper, in an envelope in the mayor's safe
	Escrow = "escrow" // with the intercommunality or the publisher
)

// Holders is the three in their order.
var Holders = []string{Agents, Safe, Escrow}

// Recipients is the content of a target of kind [KindRecipients]: who can read
// what the terminals of a town send. The highest N counts.
type Recipients struct {
	N    int         `json:"n"`
	Town string      `json:"town"`
	Keys []Recipient `json:"recipients"`
}

// Recipient is the public half of a key, "age1pq1…".
type Recipient struct {
	Holder string `json:"holder"`
	Key    string `json:"key"`
}

// maxRecipients is three keys of 1,959 characters, and as much again.
const maxRecipients = 16 << 10

// ReadRecipients reads and checks a list. Exactly the three holders, each with
// a hybrid key of its own: age refuses to mix hybrid and classic keys, and one
// classic key would be read by whoever has a quantum computer one day.
func ReadRecipients(data []byte) (r Recipients, err error) {
	if len(data) > maxRecipients {
		return r, fmt.Errorf("trust: recipients: %w", ErrTooLarge)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, fmt.Errorf("trust: recipients: %w: %w", ErrMalformed, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return r, fmt.Errorf("trust: recipients: %w: something follows", ErrMalformed)
	}
	return r, r.Check()
}

// Check is what [ReadRecipients] checks.
func (r Recipients) Check() error {
	if r.N < 1 || len(r.Keys) != len(Holders) {
		return fmt.Errorf("trust: recipients: %w: it needs a number and %d keys", ErrMalformed, len(Holders))
	}
	if err := CheckTown(r.Town); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	seen := map[string]bool{}
	for i, k := range r.Keys {
		if k.Holder != Holders[i] {
			return fmt.Errorf("trust: recipients: %w: key %d is for %q, not %q", ErrMalformed, i+1, k.Holder, Holders[i])
		}
		if _, err := age.ParseHybridRecipient(k.Key); err != nil || seen[k.Key] {
			return fmt.Errorf("trust: recipients: %w: the key of %s is not a hybrid key of its own (age1pq1…)", ErrMalformed, k.Holder)
		}
		seen[k.Key] = true
	}
	return nil
}

// Bytes is the file.
func (r Recipients) Bytes() []byte {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic(err) // only strings and an int
	}
	return append(data, '\n')
}

// Age is the keys for age.Encrypt.
func (r Recipients) Age() ([]age.Recipient, error) {
	var all []age.Recipient
	for _, k := range r.Keys {
		one, err := age.ParseHybridRecipient(k.Key)
		if err != nil {
			return nil, fmt.Errorf("trust: recipients: %s: %w", k.Holder, err)
		}
		all = append(all, one)
	}
	return all, nil
}

// Newest is the target of kind recipients with the highest number: the one that
// counts. ok is false where there is none.
func Newest(list []Target) (newest Target, ok bool) {
	highest := 0
	for _, t := range list {
		if n := t.number(); t.Kind == KindRecipients && n > highest {
			newest, highest, ok = t, n, true
		}
	}
	return newest, ok
}
