package printersim

import (
	"testing"
	"testing/synctest"
	"time"
)

// A line that is always busy is as fast as its bits, whatever each Sleep does.
func TestPacerMakesUpForDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin, bits := time.Now(), pacer{}
		for i := range 100 {
			bits.wait(time.Now(), 10*time.Millisecond)
			if i%10 == 0 {
				time.Sleep(9 * time.Millisecond) // somebody else had the processor
			}
		}
		if took := time.Since(begin); took > 1000*time.Millisecond || took < 960*time.Millisecond {
			t.Errorf("100 times 10 ms took %v", took)
		}
	})
}

// After a rest the next byte takes its whole time.
func TestPacerAfterARest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bits := pacer{}
		bits.wait(time.Now(), 10*time.Millisecond)
		asked := time.Now()
		time.Sleep(time.Second)
		back := time.Now()
		bits.wait(asked, 10*time.Millisecond)
		if took := time.Since(back); took != 10*time.Millisecond {
			t.Errorf("it took %v", took)
		}
	})
}
