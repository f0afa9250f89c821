package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// to sends the browser to another page of ours, with words in its query.
func (v *visit) to(path string, query ...string) error {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		q.Set(query[i], query[i+1])
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	v.w.Header().Set("Location", path)
	v.w.WriteHeader(http.StatusSeeOther)
	return nil
}

// done goes back to a page that says what was done: "done."+word.
func (v *visit) done(path, word string) error { return v.to(path, "fait", word) }

// refuse answers with a page that says why, and what to do: "error."+word.
func (v *visit) refuse(status int, word string, args ...any) error {
	return v.show(status, "error", view{
		Title: v.views.text("error." + word + ".title"),
		Data:  v.views.text("error."+word+".mend", args...),
	})
}

// failures is what a person is told of an error, the first that fits.
var failures = []struct {
	err    error
	status int
	word   string
}{
	{errNotFound, http.StatusNotFound, "missing"},
	{store.ErrNotFound, http.StatusNotFound, "missing"},
	{users.ErrRight, http.StatusForbidden, "right"},
	{users.ErrSession, http.StatusUnauthorized, "session"},
	{users.ErrWrong, http.StatusUnauthorized, "session"},
	{errForged, http.StatusForbidden, "forged"},
	{errForm, http.StatusBadRequest, "form"},
	{store.ErrChanged, http.StatusConflict, "changed"},
	{users.ErrBusy, http.StatusServiceUnavailable, "busy"},
	{errStreams, http.StatusServiceUnavailable, "busy"},
	{store.ErrFull, http.StatusInsufficientStorage, "full"},
}

// fail answers an error in words. What nobody expected is logged.
func (v *visit) fail(err error) {
	if errors.Is(err, context.Canceled) {
		return // the browser has gone
	}
	var wait *users.WaitError
	if errors.As(err, &wait) {
		v.w.Header().Set("Retry-After", seconds(wait.For))
		v.refuse(http.StatusTooManyRequests, "wait", "wait", v.views.span(wait.For))
		return
	}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		v.refuse(http.StatusUnprocessableEntity, "refused", "why", v.views.refused(refusal.Word))
		return
	}
	for _, f := range failures {
		if errors.Is(err, f.err) {
			v.refuse(f.status, f.word)
			return
		}
	}
	v.Log.Error("page_failed", "path", v.r.Pattern, "err", err)
	v.refuse(http.StatusInternalServerError, "ours")
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d/time.Second) + 1) }

// ours tells whether an address is a path of this site: where a browser may be
// sent after signing in. "//elsewhere", "/\elsewhere" and what has a scheme
// lead away.
func ours(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil &&
		strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") &&
		!strings.ContainsAny(address, "\\\r\n\t")
}
