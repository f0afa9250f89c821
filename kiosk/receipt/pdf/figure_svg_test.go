package pdf

import (
	"fmt"
	"html"
	"strings"
)

// svg is the figure as a file that a browser shows: for the Markdown of the
// guide, where the PDF draws it itself.
func (f *figure) svg(title string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]gmm" height="%[2]gmm" viewBox="0 0 %[1]g %[2]g" role="img">`+"\n", f.width, f.height)
	fmt.Fprintf(&b, "<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", html.EscapeString(title))
	b.WriteString(`<g stroke="#141414" stroke-linecap="round" stroke-linejoin="round" fill="none">` + "\n")
	for _, sh := range f.shapes {
		sh.svg(&b)
	}
	b.WriteString("</g>\n</svg>\n")
	return []byte(b.String())
}

func (sh shape) svg(b *strings.Builder) {
	if sh.text != "" {
		fmt.Fprintf(b, `<text x="%.2f" y="%.2f" font-family="Atkinson Hyperlegible, sans-serif" font-weight="bold" font-size="%.2f" text-anchor="middle" fill="#16181d" stroke="none">%s</text>`+"\n",
			sh.points[0].X, sh.points[0].Y, sh.size*25.4/72, html.EscapeString(sh.text))
		return
	}
	tag := "polygon"
	if sh.open {
		tag = "polyline"
	}
	fmt.Fprintf(b, `<%s stroke-width="%g"`, tag, sh.pen)
	if sh.grey >= 0 {
		fmt.Fprintf(b, ` fill="#%02[1]x%02[1]x%02[1]x"`, sh.grey)
	}
	b.WriteString(` points="`)
	for i, p := range sh.points {
		if i > 0 {
			b.WriteString(" ")
		}
		fmt.Fprintf(b, "%.2f,%.2f", p.X, p.Y)
	}
	b.WriteString("\"/>\n")
}
