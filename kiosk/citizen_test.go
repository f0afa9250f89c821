package kiosk

import (
	"path/filepath"
	"strings"
	"unicode"

	"guichet/forms"
	"guichet/forms/strictyaml"
	"guichet/kiosk/bench"
	"guichet/kiosk/session"
)

// answered is what a citizen gave on one page of a form; in is nil where he
// said that he does not know.
type answered struct {
	page string
	in   forms.Input
}

// citizen is somebody who follows a script of the bench.
type citizen struct {
	*hall
	script bench.Visit
	gave   []answered
}

// visitor reads a script: the name of a file in bench/visits.
func (h *hall) visitor(name string) *citizen {
	h.Helper()
	c := &citizen{hall: h}
	file := filepath.Join("bench", "visits", name+".yaml")
	if faults := strictyaml.Decode(file, []byte(read(h.T, file)), &c.script); faults != nil {
		h.Fatal(faults)
	}
	return c
}

// visit goes from the home page to the last one, and gives the reference that
// stands there.
func (h *hall) visit(name string) string {
	h.Helper()
	c := h.visitor(name)
	c.begin()
	c.fill()
	return c.send()
}

// begin goes to the first question.
func (c *citizen) begin() {
	c.Helper()
	c.parts.session.Send(c.at(session.Attract).Next.Do)
	c.parts.session.Send(session.Pick{Page: c.at(session.Menu).Page, Pack: c.script.Pack})
	c.parts.session.Send(c.at(session.Before).Next.Do)
	c.at(session.Question)
}

// fill answers every question, up to the check.
func (c *citizen) fill() {
	c.Helper()
	for v := c.now(); v.State == session.Question; {
		before := v.Page
		c.answer(v)
		v = c.until("the page after "+pageName(v), func(n session.View) bool { return n.Page != before })
	}
	c.at(session.Check)
}

// send hands in and waits for the last page.
func (c *citizen) send() string {
	c.Helper()
	c.handIn()
	done := c.at(session.Done)
	return plainSpaces(block[session.Code](c.T, done).Text.S)
}

// handIn goes on to where the kiosk is busy.
func (c *citizen) handIn() {
	c.Helper()
	c.parts.session.Send(c.at(session.Check).Next.Do)
	c.answer(c.at(session.Declaration))
}

// answer answers one page.
func (c *citizen) answer(v session.View) {
	c.Helper()
	send := c.parts.session.Send
	if next, asks := v.Next.Do.(session.Next); asks {
		send(next)
		return
	}
	in := c.next(pageName(v))
	switch {
	case in["more"] != "":
		send(session.More{Page: v.Page, Yes: in["more"] == "yes"})
	case in["unknown"] != "":
		c.gave = append(c.gave, answered{pageName(v), nil})
		send(v.DontKnow.Do)
	default:
		c.gave = append(c.gave, answered{pageName(v), in})
		c.notes(in)
		send(session.Typed{Page: v.Page, Input: in})
		send(session.Answered{Page: v.Page})
	}
}

// next is what the script says for a page, and nothing twice.
func (c *citizen) next(page string) forms.Input {
	c.Helper()
	in, err := c.script.Next(page, today)
	if err != nil {
		c.Fatal(err)
	}
	return in
}

// notes keeps what is worth looking for: words, and numbers that no hour and
// no reference can be mistaken for.
func (c *citizen) notes(in forms.Input) {
	for name, value := range in {
		letters := strings.ContainsFunc(value, unicode.IsUpper)
		phone := len(value) >= 10 && strings.HasPrefix(value, "0")
		if name != "city" && (letters || phone || strings.Contains(value, "@")) {
			c.typed = append(c.typed, value)
		}
		if phone {
			c.typed = append(c.typed, value[1:]) // as in +33…
		}
	}
}

// pageName is the id of the form's page: "cantine/ecole.title" → "ecole".
func pageName(v session.View) string {
	_, page, _ := strings.Cut(v.Title.Key, "/")
	id, _, _ := strings.Cut(page, ".")
	return id
}
