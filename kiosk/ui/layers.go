package ui

import (
	"guichet/forms"
	"guichet/kiosk/session"
)

// layers are what stands one in front of the other in the place of the page,
// each as a view of its own, the front last: the page, the live text of a call
// while it is written, an overlay. The front takes touches and letters.
func layers(v *session.View) []*session.View {
	below := *v
	below.Overlay = nil
	out := []*session.View{&below}
	if talks(v) {
		out = append(out, talkLayer(v))
	}
	if v.Overlay == nil {
		return out
	}
	return append(out, overlayLayer(v))
}

// front is what takes the touches.
func front(v *session.View) *session.View {
	all := layers(v)
	return all[len(all)-1]
}

func overlayLayer(v *session.View) *session.View {
	o := style(v)
	o.Page, o.State, o.Title, o.Blocks = v.Overlay.Page, v.State, v.Overlay.Title, v.Overlay.Blocks
	o.Problem, o.Overlay, o.Call = v.Overlay.Problem, v.Overlay, v.Call
	return &o
}

// talks tells whether the keyboard writes into the live text of a call.
func talks(v *session.View) bool { return v.Call != nil && v.Call.Talk != nil && v.Call.Talk.Open }

// talkLayer is the live text as a page with one field.
func talkLayer(v *session.View) *session.View {
	t, o := v.Call.Talk, style(v)
	o.Page, o.State, o.Title = v.Call.Page, session.Question, t.Label
	f := session.Field{Label: t.Label, Value: t.Draft}
	f.Name, f.Pad = forms.Value, forms.PadText
	o.Blocks = []session.Block{session.Fields{Items: []session.Field{f}}}
	return &o
}

// style is a view with nothing in it, in the language and looks of another.
func style(v *session.View) session.View {
	return session.View{Lang: v.Lang, Langs: v.Langs, Size: v.Size, Theme: v.Theme}
}
