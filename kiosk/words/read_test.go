package words

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestAKeyStandsOnceInALanguage(t *testing.T) {
	_, err := read(fstest.MapFS{
		"fr/a.yaml": {Data: []byte("yes: Oui\nno: Non\n")},
		"fr/b.yaml": {Data: []byte("\nno: Nan\n")},
		"en/a.yaml": {Data: []byte("no: No\n")},
	}, ".", Languages)
	want := `fr/b.yaml:2:5: key "no" stands twice (the other is at fr/a.yaml:2:5)`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAFileThatIsNotYAMLIsAFault(t *testing.T) {
	_, err := read(fstest.MapFS{"fr/a.yaml": {Data: []byte("a: [")}}, ".", Languages)
	if err == nil || !strings.HasPrefix(err.Error(), "fr/a.yaml:1:1: not YAML") {
		t.Errorf("got %v", err)
	}
}
