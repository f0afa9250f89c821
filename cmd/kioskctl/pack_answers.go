package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/cog"
	"guichet/forms/hours"
)

// What an answer of "pack new" must be. Titles become sentences of easy French,
// so they are short.
const (
	titleLetters = 70
	titleWords   = 10 // easy French has no longer sentence
	lawWords     = 8
)

func checkAny(s string) (string, error) { return typographic(s), nil }

func checkText(s string) (string, error) {
	if s == "" {
		return "", errors.New("something is due here")
	}
	if utf8.RuneCountInString(s) > titleLetters {
		return "", fmt.Errorf("at most %d letters", titleLetters)
	}
	return typographic(s), nil
}

func checkTitle(s string) (string, error) {
	kept, err := checkText(s)
	switch {
	case err != nil:
		return "", err
	case len(strings.Fields(s)) > titleWords:
		return "", fmt.Errorf("at most %d words", titleWords)
	case strings.ContainsAny(s, "%&§<>*°/{}"):
		return "", errors.New("no sign that nobody reads aloud: write it in words")
	}
	return kept, nil
}

func checkLaw(s string) (string, error) {
	kept, err := checkTitle(strings.TrimSuffix(s, "."))
	if err == nil && len(strings.Fields(s)) > lawWords {
		err = fmt.Errorf("at most %d words: a sentence is made of it", lawWords)
	}
	return kept, err
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func checkID(s string) (string, error) {
	if !idShape.MatchString(s) || len(s) > 40 {
		return "", errors.New("a-z, 0-9 and -, like acte-naissance")
	}
	return s, nil
}

func checkSiret(s string) (string, error) {
	digits := strings.Join(strings.Fields(s), "")
	if !forms.ValidSIRET(digits) {
		return "", errors.New("not a SIRET: 14 digits, the last of which is a key")
	}
	return digits, nil
}

func checkPhone(s string) (string, error) {
	return s, parsed(forms.Phone, s, "not a telephone number: write it like 04 65 71 00 00")
}

func checkEmail(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	return s, parsed(forms.Email, s, "not an e-mail address: write it like mairie@exemple.fr")
}

func parsed(t forms.Type, s, wrong string) error {
	if _, problem := forms.Parse(&forms.Page{ID: "x", Type: t}, forms.Input{forms.Value: s}, forms.Day{}); problem != nil {
		return errors.New(wrong)
	}
	return nil
}

func checkURL(s string) (string, error) {
	if !strings.HasPrefix(s, "https://") || !strings.Contains(s, ".") || strings.ContainsAny(s, " \"<>") {
		return "", errors.New("not an address on the web: it begins with https://")
	}
	return s, nil
}

func checkDays(s string) (string, error) {
	if n, err := strconv.Atoi(s); err != nil || n < 1 || n > 3660 {
		return "", errors.New("a whole number of days, from 1 to 3660")
	}
	return s, nil
}

func checkHours(s string) (string, error) {
	_, err := hours.Parse(s)
	return s, err
}

// typographic writes the apostrophes and spaces that no keyboard has.
func typographic(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "'", "’")
	for _, sign := range []string{"?", "!", ":", ";"} {
		s = strings.ReplaceAll(s, " "+sign, "\u00a0"+sign)
	}
	return s
}

// slug makes "Inscrire mon enfant à la cantine" "inscrire-enfant-cantine".
func slug(title string) string {
	long := slices.DeleteFunc(strings.Fields(cog.Fold(title)), func(w string) bool { return len(w) < 4 })
	return strings.Join(long[:min(4, len(long))], "-")
}
