package sipcall

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// causes are the refusals that say more than that it did not work (RFC 3261,
// sections 21.4 to 21.6).
var causes = map[int]call.Cause{
	403: call.Rejected, 404: call.NotFound, 408: call.NoAnswer, 410: call.NotFound,
	415: call.NoMedia, 480: call.NoAnswer, 484: call.NotFound, 485: call.NotFound,
	486: call.Busy, 487: call.NoAnswer, 488: call.NoMedia, 503: call.Overloaded,
	600: call.Busy, 603: call.Rejected, 604: call.NotFound, 606: call.NoMedia,
	607: call.Rejected, 608: call.Rejected, // RFC 8197, RFC 8688
}

func causeOf(code int) call.Cause { return or(causes[code], call.Failed) }

// retryAfter is how long the other side asks to wait (RFC 3261, section 20.33):
// "120 (I'm in a meeting);duration=3600". At most a day is believed.
func retryAfter(res *sip.Response) time.Duration {
	h := res.GetHeader("Retry-After")
	if h == nil {
		return 0
	}
	v := strings.TrimSpace(h.Value())
	end := strings.IndexFunc(v, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		v = v[:end]
	}
	return bounded(v, 86_400) * time.Second
}

// bounded is a number of 0 to most, as it is written in a message of a stranger.
func bounded(s string, most int) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, most))
}

var (
	calls   = regexp.MustCompile(`(?i)\b([0-9]{1,3})\s+(?:calls?|callers?|appels?|personnes?)\b`)
	minutes = regexp.MustCompile(`(?i)\b([0-9]{1,3})\s*(?:min|minutes?)\b`)
	seconds = regexp.MustCompile(`(?i)\b([0-9]{1,5})\s*(?:s|sec|seconds?|secondes?)\b`)
)

// queueOf is the place in a queue as 182 tells it. RFC 3261, section 21.1.5,
// only has an example: "5 calls queued; expected waiting time is 15 minutes".
// X-Queue-Position and X-Queue-Wait (seconds) are ours, for a dialplan that can
// add headers.
func queueOf(res *sip.Response) call.Queue {
	if res.StatusCode != 182 {
		return call.Queue{}
	}
	q := call.Queue{
		Place: int(found(calls, res.Reason, 999)),
		Wait:  found(minutes, res.Reason, 999)*time.Minute + found(seconds, res.Reason, 99_999)*time.Second,
	}
	if h := res.GetHeader("X-Queue-Position"); h != nil {
		q.Place = int(bounded(h.Value(), 999))
	}
	if h := res.GetHeader("X-Queue-Wait"); h != nil {
		q.Wait = bounded(h.Value(), 99_999) * time.Second
	}
	return q
}

func found(re *regexp.Regexp, text string, most int) time.Duration {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return bounded(m[1], most)
}

// headed is a request or a response.
type headed interface{ GetHeader(name string) sip.Header }

// agentOf is how who answered presents himself: the display name that his
// exchange vouches for (RFC 3325).
func agentOf(m headed) string {
	h := m.GetHeader("P-Asserted-Identity")
	if h == nil {
		return ""
	}
	var u sip.Uri
	var params sip.HeaderParams
	name, err := sip.ParseAddressValue(h.Value(), &u, &params)
	if err != nil {
		return ""
	}
	return plain(name, 64)
}

// plain is text of a stranger, fit for a screen.
func plain(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return strings.TrimSpace(s)
}
