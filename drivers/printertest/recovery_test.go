package printertest

import (
	"os"
	"strings"
	"testing"
)

// TestTheTableIsTheOneInTheDocs: the comment of package dialogue says what the
// stories play.
func TestTheTableIsTheOneInTheDocs(t *testing.T) {
	text, err := os.ReadFile("../dialogue/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "in a picture  at the end\n")
	if !found {
		t.Fatal("the comment has no table")
	}
	table, _, _ = strings.Cut(table, "//\n")
	rows := strings.Split(strings.TrimSpace(table), "\n")
	if len(rows) != len(Recovery) {
		t.Fatalf("%d rows in the comment, %d played", len(rows), len(Recovery))
	}
	for i, row := range rows {
		want := strings.Join(append([]string{Recovery[i].Fault.String()}, Recovery[i].Ends[:]...), " ")
		if got := strings.Join(strings.Fields(strings.TrimPrefix(row, "//")), " "); got != want {
			t.Errorf("the comment says %q, played is %q", got, want)
		}
	}
}
