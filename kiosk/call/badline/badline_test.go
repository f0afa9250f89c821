package badline

import (
	"errors"
	"fmt"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// arrived is what came out of the far end, and when.
type arrived struct {
	text string
	at   time.Duration
}

// drive sends n packets of size bytes, one every gap, over a line that lay
// prepared, and tells what arrives in the next minute.
func drive(t *testing.T, n, size int, gap time.Duration, lay func(*Conn)) (got []arrived, stats Stats) {
	synctest.Test(t, func(t *testing.T) {
		near, far := Pipe()
		c := New(near, 7)
		defer c.Close()
		lay(c)
		start := time.Now()
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case p := <-far.In:
					got = append(got, arrived{string(p[:5]), time.Since(start)})
				case <-stop:
					return
				}
			}
		}()
		for i := range n {
			b := make([]byte, size)
			copy(b, fmt.Sprintf("%05d", i))
			if _, err := c.WriteTo(b, Here{}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(gap)
		}
		time.Sleep(time.Minute)
		close(stop)
		<-stopped
		stats = c.Sent()
	})
	return got, stats
}

func inOrder(t *testing.T, got []arrived) {
	for i := 1; i < len(got); i++ {
		if got[i].text <= got[i-1].text || got[i].at < got[i-1].at {
			t.Fatalf("%v came after %v", got[i], got[i-1])
		}
	}
}

func TestAPerfectLine(t *testing.T) {
	got, _ := drive(t, 100, 100, time.Millisecond, func(*Conn) {})
	if len(got) != 100 || got[99].at != 99*time.Millisecond {
		t.Errorf("%d packets, the last %v", len(got), got[len(got)-1])
	}
	inOrder(t, got)
}

func TestLossIsThatAskedAndTheSameAgain(t *testing.T) {
	lay := func(c *Conn) { c.Out(Road{Loss: 0.1}) }
	first, stats := drive(t, 5000, 20, time.Millisecond, lay)
	again, _ := drive(t, 5000, 20, time.Millisecond, lay)
	if n := 5000 - len(first); n < 400 || n > 600 || stats.Lost != n {
		t.Errorf("%d lost, %d counted", n, stats.Lost)
	}
	if fmt.Sprint(first) != fmt.Sprint(again) {
		t.Error("the same seed loses others")
	}
}

func TestDelayAndJitterKeepTheOrder(t *testing.T) {
	got, _ := drive(t, 500, 20, 5*time.Millisecond, func(c *Conn) {
		c.Out(Road{Delay: 150 * time.Millisecond, Jitter: 40 * time.Millisecond})
	})
	inOrder(t, got)
	least, most := time.Hour, time.Duration(0)
	for i, a := range got {
		d := a.at - time.Duration(i)*5*time.Millisecond
		least, most = min(least, d), max(most, d)
	}
	if len(got) != 500 || least < 150*time.Millisecond || most < 170*time.Millisecond || most > 190*time.Millisecond {
		t.Errorf("%d packets, %v to %v", len(got), least, most)
	}
}

func TestAShapedLineQueuesAndThenDrops(t *testing.T) {
	// 972 bytes and 28 of headers are 8 kbit: 100 a second pass at 800 kbit/s,
	// and twice as many come.
	got, stats := drive(t, 1000, 972, 5*time.Millisecond, func(c *Conn) { c.Out(Road{Rate: 800_000}) })
	inOrder(t, got)
	if n := len(got); n < 515 || n > 535 || stats.Dropped != 1000-n || stats.Bytes != 972*n {
		t.Errorf("%d passed, %+v", n, stats)
	}
	last := got[len(got)-1]
	if late := last.at - 5*time.Second; late < 200*time.Millisecond || late > 270*time.Millisecond {
		t.Errorf("the queue is %v long", late)
	}
}

func TestACut(t *testing.T) {
	got, _ := drive(t, 100, 20, 100*time.Millisecond, func(c *Conn) { c.Cut(4 * time.Second) })
	if len(got) != 60 || got[0].text != "00040" {
		t.Errorf("%d packets, the first %v", len(got), got[0])
	}
}

func TestWhatComesInIsTreatedTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := Pipe()
		c := New(near, 1)
		defer c.Close()
		c.In(Road{Delay: time.Second})
		start := time.Now()
		far.WriteTo([]byte("hello"), nil)
		b := make([]byte, 10)
		n, from, err := c.ReadFrom(b)
		if string(b[:n]) != "hello" || from != (Here{}) || err != nil || time.Since(start) != time.Second {
			t.Errorf("%q from %v after %v: %v", b[:n], from, time.Since(start), err)
		}
	})
}

func TestAnotherAddressInMidCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := Pipe()
		next, far2 := Pipe()
		c := New(near, 1)
		defer c.Close()
		c.Move(next)
		c.WriteTo([]byte("new"), Here{})
		synctest.Wait()
		if len(far.In) != 0 || len(far2.In) != 1 {
			t.Errorf("%d from the old address, %d from the new one", len(far.In), len(far2.In))
		}
		far2.WriteTo([]byte("back"), nil)
		b := make([]byte, 10)
		if n, _, err := c.ReadFrom(b); string(b[:n]) != "back" || err != nil {
			t.Errorf("%q, %v", b[:n], err)
		}
	})
}

func TestDeadlineAndClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, _ := Pipe()
		c := New(near, 1)
		go func() {
			time.Sleep(time.Second)
			c.SetReadDeadline(time.Now().Add(time.Second))
			time.Sleep(5 * time.Second)
			c.Close()
		}()
		if _, _, err := c.ReadFrom(nil); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a read that waited: %v", err)
		}
		c.SetReadDeadline(time.Time{})
		if _, _, err := c.ReadFrom(nil); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a closed line: %v", err)
		}
		if _, err := c.WriteTo([]byte("x"), Here{}); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a closed line: %v", err)
		}
	})
}

// What is under way is lost, and nobody waits for it.
func TestClosedWithPacketsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, _ := Pipe()
		c := New(near, 1)
		c.Out(Road{Delay: time.Hour})
		begun := time.Now()
		c.WriteTo([]byte("late"), Here{})
		synctest.Wait()
		c.Close()
		synctest.Wait()
		if d := time.Since(begun); d > 0 {
			t.Errorf("it took %v", d)
		}
	})
}
