package loop

import (
	"reflect"
	"testing"
)

// what happens in these stories: a touch, or a button of a page.
type (
	event   any
	touched struct{}
	next    struct{ page int }
)

func newQueue() *Queue[event] {
	return NewQueue(func(e, last event) bool { return e == touched{} && last == touched{} })
}

func drained(q *Queue[event]) []event {
	var all []event
	for e, ok := q.Take(); ok; e, ok = q.Take() {
		all = append(all, e)
	}
	return all
}

func TestQueueKeepsOrderAndDropsOnlyTouches(t *testing.T) {
	q := newQueue()
	for _, e := range []event{touched{}, touched{}, next{1}, touched{}, touched{}, touched{}, next{1}, next{1}} {
		q.Put(e)
	}
	want := []event{touched{}, next{1}, touched{}, next{1}, next{1}}
	if got := drained(q); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Nobody takes anything, and still nobody waits.
func TestQueueNeverBlocks(t *testing.T) {
	q := newQueue()
	for i := range 100_000 {
		q.Put(next{i})
	}
	if n := len(drained(q)); n != 100_000 {
		t.Errorf("%d events", n)
	}
	if n := cap(q.events); n != 0 {
		t.Errorf("there is still room for %d", n)
	}
}

func TestQueueWakesOnce(t *testing.T) {
	q := newQueue()
	q.Put(next{1})
	q.Put(next{2})
	<-q.wake
	select {
	case <-q.wake:
		t.Error("two tokens")
	default:
	}
	drained(q)
	q.Put(next{3})
	<-q.wake
}

// What was typed does not stay in the array behind the queue.
func TestQueueForgets(t *testing.T) {
	q := newQueue()
	q.Put(next{1})
	q.Put(next{2})
	behind := q.events[:2:2]
	drained(q)
	if behind[0] != nil || behind[1] != nil {
		t.Errorf("still there: %v", behind)
	}
	q.Put(next{3})
	behind = q.events[:1:1]
	q.Close()
	if behind[0] != nil {
		t.Errorf("still there after close: %v", behind)
	}
	q.Put(next{4})
	if got := drained(q); got != nil {
		t.Errorf("after close: %v", got)
	}
}
