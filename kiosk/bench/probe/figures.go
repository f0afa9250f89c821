package probe

import "slices"

// Median is the middle of the figures, the upper one of two; 0 of none.
func Median(figures []float64) float64 { return Quantile(figures, 0.5) }

// Quantile is the figure below which that part of them lies: 0.95 of 100
// figures is the 96th.
func Quantile(figures []float64, part float64) float64 {
	if len(figures) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(figures))
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}
