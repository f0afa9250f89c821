package session

import (
	"slices"
	"strings"

	"guichet/kiosk/call"
)

// buildWays: how to reach somebody, and what is said beforehand.
func (s *Session) buildWays(o *Overlay, why string) {
	switch {
	case o.Kind == CallNext:
		o.Title = s.say(why)
		if s.talk.retry > 0 {
			o.Blocks = append(o.Blocks, Paragraph{Text: s.minutes("session.call.retry", s.talk.retry)})
		}
		o.Blocks = append(o.Blocks, Paragraph{Text: s.say("session.call.sorry")})
	case why != "":
		o.Blocks = append(o.Blocks, Paragraph{Text: s.say(why)})
	}
	ways := s.ways()
	o.Blocks = append(o.Blocks, s.closedLine(ways)...)
	o.Blocks = append(o.Blocks, Tiles{Items: s.wayTiles(o.Page, ways)})
	o.Blocks = append(o.Blocks, s.toldBlocks(o.Page, ways)...)
	o.Buttons = []Button{s.button("session.call.close", Stay{o.Page})}
}

// closedLine says when the service opens, where nobody takes a video call now,
// or what of this kiosk does not work.
func (s *Session) closedLine(ways []offer) []Block {
	one, known := s.service()
	video := slices.ContainsFunc(ways, func(o offer) bool { return o.way == call.Video })
	if missing := s.missingLine(video); missing != nil {
		return missing
	}
	switch when := s.opens(one); {
	case !known || video || !s.hasWay(call.Video) || one.Open && one.Agents > 0:
		return nil
	case one.Open || when == "":
		return []Block{Paragraph{Text: s.say("session.call.away")}}
	default:
		return []Block{Paragraph{Text: plain(strings.TrimPrefix(s.nameOf(one)+". "+when, ". "))}}
	}
}

var wayIcons = map[call.Way]string{call.Video: "video", call.Voice: "phone"}

func (s *Session) wayTiles(page PageID, ways []offer) []Tile {
	t := mapped(ways, func(o offer) Tile {
		return Tile{
			Text: s.say(wayKey(o.way)), Detail: o.detail, Icon: wayIcons[o.way], Do: CallBy{page, o.way},
		}
	})
	if s.callsBack() {
		t = append(t, Tile{
			Text: s.say("session.call.back"), Detail: s.say("session.call.back_detail"), Icon: "clock", Do: AskBack{page},
		})
	}
	return append(t, Tile{
		Text: s.say("session.call.other"), Detail: s.say("session.call.other_detail"), Icon: "list", Do: OtherWays{page},
	})
}

// wayKey is the sentence on the button of a way.
func wayKey(w call.Way) string {
	if w == call.Video {
		return "session.call.video"
	}
	return "session.call.voice"
}

// toldBlocks are what is said beforehand: he sees all of it, and takes away
// what he wants. A telephone says nothing of it; who calls back knows what it is
// about.
func (s *Session) toldBlocks(page PageID, ways []offer) []Block {
	has := func(way call.Way) bool { return slices.ContainsFunc(ways, func(o offer) bool { return o.way == way }) }
	video := has(call.Video)
	if !video && !s.callsBack() {
		return nil
	}
	t := Tiles{Many: true}
	add := func(what Told, text Text) {
		on := s.tells(what)
		t.Items = append(t.Items, Tile{Text: text, Selected: on, Do: CallTell{page, what, !on}})
	}
	if s.packNow() != nil {
		add(TellProcedure, s.say("session.call.tell.procedure", "title", s.tell("pack.title").S))
	}
	if s.referenceNow() != "" {
		add(TellReference, s.say("session.call.tell.reference"))
	}
	if video {
		add(TellText, s.say("session.call.tell.text"))
		add(TellSign, s.say("session.call.tell.sign"))
		add(TellUrgent, s.say("session.call.tell.urgent"))
	}
	if len(t.Items) == 0 {
		return nil
	}
	key := "session.call.tell.head"
	if has(call.Voice) {
		key = "session.call.tell.head_voice"
	}
	return append([]Block{Paragraph{Text: s.say(key, "lang", s.say("session.language").S)}, t}, s.relay()...)
}

// relay is the link of an interpreter or a transcriber, to open on one's own
// phone.
func (s *Session) relay() []Block {
	one, _ := s.service()
	link, key := one.Text, "session.call.relay.text"
	if s.tells(TellSign) {
		link, key = one.Sign, "session.call.relay.sign"
	}
	if !isLink(link) || !s.tells(TellSign) && !s.tells(TellText) {
		return nil
	}
	return []Block{QR{Data: link, Text: s.say(key)}}
}

// isLink tells whether a link may be shown as a code to photograph.
func isLink(link string) bool {
	return strings.HasPrefix(link, "https://") && len(link) <= 500 && !strings.ContainsAny(link, " \t\r\n")
}
