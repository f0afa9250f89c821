package custody

import (
	"runtime"
	"slices"
	"sync"
	"testing"
)

// newest is how many are in the group that takes in who comes.
func (c *crowd[T]) newest() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == nil {
		return 0
	}
	return len(c.next.all)
}

// TestCrowd: one who comes alone is served alone; those who come meanwhile are
// served together, as many at a time as may be; each once.
func TestCrowd(t *testing.T) {
	busy, goOn := make(chan bool), make(chan bool)
	var sizes []int
	c := crowd[int]{do: func(all []*int) {
		sizes = append(sizes, len(all))
		for _, v := range all {
			*v++
		}
		if len(sizes) == 1 {
			busy <- true
			<-goOn
		}
	}}
	var everybody sync.WaitGroup
	var served [1 + mostTogether + 3]int
	come := func(from, n, then int) { // then: how many are in the newest group
		for i := range n {
			everybody.Go(func() { c.join(&served[from+i]) })
		}
		for c.newest() != then {
			runtime.Gosched()
		}
	}
	everybody.Go(func() { c.join(&served[0]) })
	<-busy
	come(1, 1, 1)
	come(2, mostTogether-1, 0)
	come(1+mostTogether, 3, 3)
	close(goOn)
	everybody.Wait()
	if slices.Sort(sizes); !slices.Equal(sizes, []int{1, 3, mostTogether}) {
		t.Errorf("served together: %d", sizes)
	}
	if slices.Min(served[:]) != 1 || slices.Max(served[:]) != 1 {
		t.Errorf("each was served %d times", served)
	}
}

// TestCrowdThatFails: a panic is that of the first; nobody waits for ever, and
// the next are served.
func TestCrowdThatFails(t *testing.T) {
	busy, goOn := make(chan bool), make(chan bool)
	c := crowd[bool]{do: func(all []*bool) {
		if len(all) > 1 {
			panic("test")
		}
		*all[0] = true
		busy <- true
		<-goOn
	}}
	var everybody sync.WaitGroup
	var panics, returns int
	var mu sync.Mutex
	var served [4]bool
	join := func(i int) {
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			if recover() != nil {
				panics++
			} else {
				returns++
			}
		}()
		c.join(&served[i])
	}
	everybody.Go(func() { join(0) })
	<-busy
	everybody.Go(func() { join(1) })
	everybody.Go(func() { join(2) })
	for c.newest() != 2 {
		runtime.Gosched()
	}
	goOn <- true
	everybody.Wait()
	everybody.Go(func() { join(3) })
	<-busy
	goOn <- true
	everybody.Wait()
	if panics != 1 || returns != 3 || served != [4]bool{true, false, false, true} {
		t.Errorf("%d panics, %d returns, served %v", panics, returns, served)
	}
}
