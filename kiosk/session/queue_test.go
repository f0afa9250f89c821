package session

import (
	"reflect"
	"testing"
)

func drained(q *queue) []Event {
	var all []Event
	for e, ok := q.take(); ok; e, ok = q.take() {
		all = append(all, e)
	}
	return all
}

func TestQueueKeepsOrderAndDropsOnlyTouches(t *testing.T) {
	q := newQueue()
	for _, e := range []Event{Touched{}, Touched{}, Next{1}, Touched{}, Touched{}, Touched{}, Next{1}, Next{1}} {
		q.put(e)
	}
	want := []Event{Touched{}, Next{1}, Touched{}, Next{1}, Next{1}}
	if got := drained(q); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Nobody takes anything, and still nobody waits.
func TestQueueNeverBlocks(t *testing.T) {
	q := newQueue()
	for i := range 100_000 {
		q.put(Next{PageID(i)})
	}
	if n := len(drained(q)); n != 100_000 {
		t.Errorf("%d events", n)
	}
}

func TestQueueWakesOnce(t *testing.T) {
	q := newQueue()
	q.put(Next{1})
	q.put(Next{2})
	<-q.wake
	select {
	case <-q.wake:
		t.Error("two tokens")
	default:
	}
	drained(q)
	q.put(Next{3})
	<-q.wake
}

// What was typed does not stay in the array behind the queue.
func TestQueueForgets(t *testing.T) {
	q := newQueue()
	q.put(Next{1})
	q.put(Next{2})
	behind := q.events[:2:2]
	drained(q)
	if behind[0] != nil || behind[1] != nil {
		t.Errorf("still there: %v", behind)
	}
	q.put(Next{3})
	q.close()
	q.put(Next{4})
	if got := drained(q); got != nil {
		t.Errorf("after close: %v", got)
	}
}
