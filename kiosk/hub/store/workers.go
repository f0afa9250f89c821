package store

import "sync"

// workers are the goroutines of an open store. They end when quit is closed.
type workers struct {
	sync.WaitGroup
	once sync.Once
}

// stop closes quit and waits; false where that was done before.
func (w *workers) stop(quit chan struct{}) (first bool) {
	w.once.Do(func() {
		close(quit)
		first = true
	})
	w.Wait()
	return first
}

// bell wakes whoever waits for news.
type bell struct {
	mu sync.Mutex
	ch chan struct{}
}

func newBell() *bell { return &bell{ch: make(chan struct{})} }

// next is closed at the next ring. Take it before looking, so that nothing
// that comes while one looks is missed.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ch
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.ch)
	b.ch = make(chan struct{})
}
