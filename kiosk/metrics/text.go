package metrics

import (
	"fmt"
	"io"

	"github.com/prometheus/common/expfmt"
)

// Write writes what /metrics answers now.
func Write(w io.Writer, s Source) error {
	families, err := registry(s).Gather()
	if err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(w, f); err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	return nil
}
