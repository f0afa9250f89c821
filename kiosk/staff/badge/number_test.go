package badge

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/forms/pack/durable"
	"guichet/kiosk/secret"
)

func TestANumberOpensFromItsNextUse(t *testing.T) {
	k, dir := newKeeper(t)
	if has, err := HasNumber(k.Disk); has || err != nil || IsNumber(k.Disk, "") || IsNumber(k.Disk, "0000") {
		t.Errorf("a kiosk of which nobody set the number opens: %v, %v", has, err)
	}
	for i, number := range []string{"4071", "90350218"} {
		if err := SetNumber(k.Disk, number); err != nil {
			t.Fatal(err)
		}
		has, err := HasNumber(k.Disk)
		if !has || err != nil || !IsNumber(k.Disk, number) || IsNumber(k.Disk, "5071") || IsNumber(k.Disk, "") {
			t.Errorf("number %d: %v, %v", i, has, err)
		}
	}
	if IsNumber(k.Disk, "4071") {
		t.Error("the number of before opens")
	}
	file := filepath.Join(dir, NumberFile)
	data, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(data), "90350218") || !strings.HasPrefix(string(data), "$argon2id$") {
		t.Errorf("%q, %v", data, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAFileOfTheNumberThatIsNotOurs(t *testing.T) {
	k, _ := newKeeper(t)
	for _, content := range []string{"", "4071", "$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", strings.Repeat("x", maxNumberFile+1)} {
		if err := k.Disk.Write(NumberFile, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if has, err := HasNumber(k.Disk); has || err == nil || IsNumber(k.Disk, "4071") {
			t.Errorf("%.20q: %v, %v", content, has, err)
		}
	}
}

// A file that somebody wrote by hand opens with no number that would not be taken.
func TestANumberThatWouldNotBeTaken(t *testing.T) {
	k, _ := newKeeper(t)
	for _, number := range []string{"407", "407190352"} {
		if err := k.Disk.Write(NumberFile, []byte(secret.Hash(number))); err != nil {
			t.Fatal(err)
		}
		if IsNumber(k.Disk, number) {
			t.Errorf("%s opens", number)
		}
	}
}

func TestNumbersThatAreTriedFirst(t *testing.T) {
	for number, word := range map[string]string{
		"4071": "", "40717": "", "90350218": "", "1357": "", "0007": "", "1221": "",
		"": "short", "407": "short", "407179035": "long", "40 71": "digits", "４０７１": "digits", "-407": "digits",
		"0000": "same", "77777777": "same", "1234": "row", "4321": "row", "67890": "row", "09876543": "row", "7890": "row",
		"1212": "twice", "403403": "twice", "1968": "year", "2026": "year", "2580": "common",
	} {
		err := Judge(number)
		var weak *WeakError
		if errors.As(err, &weak); word == "" && err != nil || word != "" && (weak == nil || weak.Word != word) {
			t.Errorf("%q: %v, want %q", number, err, word)
		}
	}
	k, _ := newKeeper(t)
	if err := SetNumber(k.Disk, "1234"); err == nil {
		t.Error("it is kept")
	}
	if has, err := HasNumber(k.Disk); has || err != nil {
		t.Errorf("%v, %v", has, err)
	}
}

func TestADiskThatDoesNotKeepTheNumber(t *testing.T) {
	k, _ := newKeeper(t)
	k.Disk.(*durable.Disk).Close()
	if err := SetNumber(k.Disk, "4071"); err == nil {
		t.Error("it was kept")
	}
	if _, err := HasNumber(k.Disk); err == nil || IsNumber(k.Disk, "4071") {
		t.Errorf("there is one: %v", err)
	}
}
