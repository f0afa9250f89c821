package forms

// Files are the values of a file page: the citizen has the document with him,
// or brings it another day. Their words are "file.bring" and "file.later".
// Nothing is scanned: the list of what to bring is printed.
var Files = []string{"bring", "later"}

func fileFields(*Page) []Field { return []Field{{Name: Value}} }

func parseFile(p *Page, in Input, _ Day) (map[string]string, *Problem) { return oneOf(p, in, Files) }

func formatFile(_ *Page, a Answer, _, words Catalog) []string {
	return []string{words.Text("file." + a.Fields[Value])}
}
