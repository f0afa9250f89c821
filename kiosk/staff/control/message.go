package control

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// readAsk reads what a request says: the body of a POST, n of a GET. The pause
// in which it must come is not that of the answer.
func readAsk(w http.ResponseWriter, q *http.Request) (a ask, err error) {
	if q.Method == http.MethodGet {
		a.N, err = strconv.Atoi(cmp.Or(q.URL.Query().Get("n"), "0"))
		if err != nil || a.N < 0 {
			return a, ErrAsked
		}
		return a, nil
	}
	c := http.NewResponseController(w)
	c.SetReadDeadline(time.Now().Add(readTime))
	data, err := io.ReadAll(http.MaxBytesReader(w, q.Body, maxBody))
	c.SetReadDeadline(time.Time{})
	if err != nil {
		return a, ErrAsked
	}
	if len(data) == 0 {
		return a, nil
	}
	strict := json.NewDecoder(strings.NewReader(string(data)))
	strict.DisallowUnknownFields()
	if strict.Decode(&a) != nil {
		return a, ErrAsked
	}
	if _, err := strict.Token(); err != io.EOF {
		return a, ErrAsked
	}
	return a, nil
}

// answer is what goes back.
type answer struct {
	Result any    `json:"result,omitempty"`
	Error  *fault `json:"error,omitempty"`
}

// writeTime is how long somebody may take to read an answer, or a line of one.
const writeTime = 5 * time.Second

func reply(w http.ResponseWriter, result any, err error) {
	a, status := answer{Result: result}, http.StatusOK
	if err != nil {
		a.Error, status = faultOf(err)
	}
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(a)
}

// send writes a stream: a line for each part, and one that says how it ended. It
// ends as soon as nobody reads.
func send(ctx context.Context, w http.ResponseWriter, parts stream) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, to := http.NewResponseController(w), json.NewEncoder(w)
	w.Header().Set("Content-Type", "application/x-ndjson")
	write := func(a any) {
		c.SetWriteDeadline(time.Now().Add(writeTime))
		if to.Encode(a) != nil || c.Flush() != nil {
			cancel()
		}
	}
	last := ending{End: true}
	if err := parts(ctx, func(n int) { write(part{n}) }); err != nil {
		last.Error, _ = faultOf(err)
	}
	write(last)
}

// part is a line of a stream, ending the last one.
type part struct {
	Level int `json:"level"`
}

type ending struct {
	End   bool   `json:"end"`
	Error *fault `json:"error,omitempty"`
}
