package main

import (
	"io/fs"
	"testing"

	"guichet/forms/packs"
)

// BenchmarkPackCheck is all of "pack check" but the process: files, loading,
// plain language, the law, the tests of the pack. To reach: 100 ms for a pack
// of 40 questions; cantine has 40.
func BenchmarkPackCheck(b *testing.B) {
	folder, err := fs.Sub(packs.FS, "cantine")
	if err != nil {
		b.Fatal(err)
	}
	var in *inspection
	for b.Loop() {
		if in, err = inspect(folder); err != nil || in.refused() > 0 {
			b.Fatal(err, in.faults)
		}
	}
	b.ReportMetric(float64(in.lint.Budget.Pages), "questions")
	b.ReportMetric(float64(len(in.tests.Tests)), "tests")
}
