package main

import (
	"errors"
	"strings"
	"testing"
)

// A try of a passphrase takes a second on purpose; a story has fifty.
func init() { keyWork = 10 }

// TestKeysStories runs the stories of testdata/keys.
func TestKeysStories(t *testing.T) { stories(t, "testdata/keys") }

// The ceremony names only commands that there are.
func TestTheCeremonyNamesCommandsThatExist(t *testing.T) {
	out := kioskctl(t, "keys", "ceremony").out
	words := strings.Fields(out)
	found := 0
	for i, word := range words {
		if word != "kioskctl" || i+2 >= len(words) || words[i+1] != "keys" && words[i+1] != "pack" {
			continue
		}
		found++
		if _, _, ok := find([]string{words[i+1], strings.Trim(words[i+2], ";:,.")}); !ok {
			t.Errorf("there is no kioskctl %s %s", words[i+1], words[i+2])
		}
	}
	if found < 10 {
		t.Errorf("%d commands only", found)
	}
}

func TestAPassphraseIsAskedForTwice(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []string
		want    string
	}{
		{"good", []string{"five words or more", "five words or more"}, ""},
		{"they differ", []string{"five words or more", "five words or less", "five words or more", "x", "five words or more", "y"}, "differ"},
		{"too short", []string{"short", "short", "short"}, "at least 12"},
		{"a slip, then well", []string{"short", "five words or more", "five words or les", "five words or more", "five words or more"}, ""},
		{"no terminal", nil, "asked too often"},
	} {
		s := &secrets{ask: func(string) (string, error) {
			if len(c.answers) == 0 {
				return "", errors.New("asked too often")
			}
			word := c.answers[0]
			c.answers = c.answers[1:]
			return word, nil
		}}
		_, err := s.fresh("x.key")
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTheFingerprintIsReadAloudInFours(t *testing.T) {
	if got := group("0123456789ab"); got != "0123 4567 89ab" {
		t.Errorf("got %q", got)
	}
}
