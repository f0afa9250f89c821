package forms

import (
	"strconv"
	"strings"
)

// Point is a point of a signature: X from 0 (left) to [SignatureWidth], Y from
// 0 (top) to [SignatureHeight].
type Point struct{ X, Y int }

// The field that a signature is drawn in, in units of its own; and what a
// signature may be at most, so that it fits in a submission.
const (
	SignatureWidth  = 1000
	SignatureHeight = 400

	signatureBytes   = 8 << 10
	signatureStrokes = 200
)

func signatureFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadSignature, MaxLength: signatureBytes, Secret: true}}
}

// Strokes reads a signature: "x,y x,y;x,y", points in the order of the finger,
// ";" between strokes. It is false for what is not one.
func Strokes(s string) ([][]Point, bool) {
	if len(s) > signatureBytes || s == "" {
		return nil, false
	}
	parts := strings.Split(s, ";")
	if len(parts) > signatureStrokes {
		return nil, false
	}
	out := make([][]Point, 0, len(parts))
	for _, part := range parts {
		stroke, ok := readStroke(part)
		if !ok {
			return nil, false
		}
		out = append(out, stroke)
	}
	return out, true
}

// FormatStrokes writes what [Strokes] reads.
func FormatStrokes(strokes [][]Point) string {
	parts := make([]string, len(strokes))
	for i, stroke := range strokes {
		points := make([]string, len(stroke))
		for k, p := range stroke {
			points[k] = strconv.Itoa(p.X) + "," + strconv.Itoa(p.Y)
		}
		parts[i] = strings.Join(points, " ")
	}
	return strings.Join(parts, ";")
}

func readStroke(s string) ([]Point, bool) {
	fields := strings.Fields(s)
	stroke := make([]Point, 0, len(fields))
	for _, f := range fields {
		x, y, _ := strings.Cut(f, ",")
		p := Point{coordinate(x, SignatureWidth), coordinate(y, SignatureHeight)}
		if p.X < 0 || p.Y < 0 {
			return nil, false
		}
		stroke = append(stroke, p)
	}
	return stroke, len(stroke) > 0
}

// coordinate is a whole number from 0 to most, or -1.
func coordinate(s string, most int) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n > uint64(most) {
		return -1
	}
	return int(n)
}

// parseSignature refuses a field where nothing was drawn: dots alone are a
// finger that rested, not a signature.
func parseSignature(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := in[Value]
	if len(s) > signatureBytes || strings.Count(s, ";") >= signatureStrokes {
		return nil, problem(Value, "signature.long")
	}
	strokes, ok := Strokes(s)
	switch {
	case !ok:
		return nil, problem(Value, "signature.again")
	case !drawn(strokes):
		return nil, emptyProblem(p)
	}
	return value(FormatStrokes(strokes)), nil
}

func drawn(strokes [][]Point) bool {
	for _, stroke := range strokes {
		for _, p := range stroke[1:] {
			if p != stroke[0] {
				return true
			}
		}
	}
	return false
}

// formatSignature says that there is one, never what it looks like.
func formatSignature(_ *Page, _ Answer, _, words Catalog) []string {
	return []string{words.Text("signature.signed")}
}
