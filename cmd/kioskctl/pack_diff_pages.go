package main

import (
	"fmt"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/pack"
)

// placedPage is a page, with the repeat that it is in and the page before it.
type placedPage struct {
	forms.Page
	in, after string
}

// flat is every page in order, those of a repeat behind it.
func flat(p *pack.Pack) []placedPage {
	var all []placedPage
	before := ""
	for _, one := range p.Form.Pages {
		inner := one.Pages
		one.Pages = nil
		all = append(all, placedPage{one, "", before})
		before = one.ID
		last := ""
		for _, q := range inner {
			all = append(all, placedPage{q, one.ID, last})
			last = q.ID
		}
	}
	return all
}

func pageOf(p *pack.Pack, id string) (placedPage, bool) {
	all := flat(p)
	i := slices.IndexFunc(all, func(q placedPage) bool { return q.ID == id })
	if i < 0 {
		return placedPage{}, false
	}
	return all[i], true
}

// pages says which came, went and moved, and what changed in those that stay.
func (d *difference) pages() []string {
	var lines []string
	was, is := flat(d.was.Pack), flat(d.is.Pack)
	for _, p := range was {
		if _, stays := pageOf(d.is.Pack, p.ID); !stays {
			lines = append(lines, fmt.Sprintf("%s removed: %s", p.ID, quoted(d.was.Pack, p.Page)))
		}
	}
	moved := movedPages(was, is)
	for _, p := range is {
		old, before := pageOf(d.was.Pack, p.ID)
		switch {
		case !before:
			lines = append(lines, fmt.Sprintf("%s added%s: %s", p.ID, d.where(p), quoted(d.is.Pack, p.Page)))
			continue
		case slices.Contains(moved, p.ID):
			lines = append(lines, fmt.Sprintf("%s now%s: %s", p.ID, d.where(p), quoted(d.is.Pack, p.Page)))
		}
		lines = append(lines, d.changed(old, p)...)
	}
	return lines
}

// where is the place of a page, by the title of the one before it.
func (d *difference) where(p placedPage) string {
	in := ""
	if p.in != "" {
		in = " in " + p.in
	}
	before, ok := pageOf(d.is.Pack, p.after)
	if !ok {
		return in + " at the beginning"
	}
	return in + " behind " + quoted(d.is.Pack, before.Page)
}

// quoted is the title of a page as a citizen reads it.
func quoted(p *pack.Pack, page forms.Page) string {
	return "« " + oneLine(p.Catalog(forms.French).Text(page.Key("title"))) + " »"
}

// changed says what is new about a page that stays.
func (d *difference) changed(was, is placedPage) []string {
	var lines []string
	for _, change := range changes("", was.Page, is.Page, pageWords) {
		lines = append(lines, fmt.Sprintf("%s %s: %s", is.ID, quoted(d.is.Pack, is.Page), change))
	}
	return lines
}

// pageWords are the changes that are said in words, by field.
var pageWords = map[string]func(was, is any) string{
	"optional":    either("may now be left empty", "must now be answered"),
	"unknown":     either("“I don’t know” is now taken", "“I don’t know” is no longer taken"),
	"unknown_day": either("the day may now be left out", "the day must now be given"),
	"visible_if": func(was, is any) string {
		before, now := was.(*forms.Condition), is.(*forms.Condition)
		switch {
		case now == nil:
			return "is now always shown; it was shown if " + condition(before)
		case before == nil:
			return "is now shown only if " + condition(now)
		}
		return fmt.Sprintf("is shown if %s; it was if %s", condition(now), condition(before))
	},
	"leave": func(was, is any) string {
		return fmt.Sprintf("leaves: %s → %s", leaves(was.([]forms.Leave)), leaves(is.([]forms.Leave)))
	},
}

func either(now, no string) func(was, is any) string {
	return func(_, is any) string {
		if is.(bool) {
			return now
		}
		return no
	}
}

func leaves(all []forms.Leave) string {
	var out []string
	for _, l := range all {
		out = append(out, fmt.Sprintf("to %s if %s", l.To, condition(l.If)))
	}
	if len(out) == 0 {
		return "never"
	}
	return strings.Join(out, ", ")
}

// signs are the operators as one says them.
var signs = map[forms.Op]string{
	forms.Eq: "is", forms.Ne: "is not", forms.Lt: "is less than", forms.Le: "is at most", forms.Gt: "is more than", forms.Ge: "is at least",
	forms.In: "is one of", forms.NotIn: "is none of", forms.Empty: "is empty",
	forms.InDepartement: "is in the département", forms.InRegion: "is in the region",
}

// condition says a condition in words.
func condition(c *forms.Condition) string {
	if c == nil {
		return "always"
	}
	var of []string
	for _, one := range c.Of {
		of = append(of, condition(one))
	}
	switch c.Op {
	case forms.And, forms.Or:
		return "(" + strings.Join(of, " "+string(c.Op)+" ") + ")"
	case forms.Not:
		return "not " + strings.Join(of, "")
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Page, signs[c.Op], strings.Join(c.Values, ", ")))
}

// movedPages are the fewest pages that must have moved: those outside of the
// longest run that both revisions have in the same order.
func movedPages(was, is []placedPage) []string {
	before, now := commonIDs(was, is), commonIDs(is, was)
	kept := longestCommon(before, now)
	return slices.DeleteFunc(now, func(id string) bool { return slices.Contains(kept, id) })
}

func commonIDs(of, other []placedPage) []string {
	var all []string
	for _, p := range of {
		if slices.ContainsFunc(other, func(q placedPage) bool { return q.ID == p.ID && q.in == p.in }) {
			all = append(all, p.ID)
		}
	}
	return all
}

// longestCommon is the longest subsequence of both.
func longestCommon(a, b []string) []string {
	size := make([][]int, len(a)+1)
	for i := range size {
		size[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			size[i][k] = max(size[i+1][k], size[i][k+1])
			if a[i] == b[k] {
				size[i][k] = size[i+1][k+1] + 1
			}
		}
	}
	var out []string
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] == b[k]:
			out = append(out, a[i])
			i, k = i+1, k+1
		case size[i+1][k] >= size[i][k+1]:
			i++
		default:
			k++
		}
	}
	return out
}
