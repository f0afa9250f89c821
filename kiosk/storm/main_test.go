package storm

import (
	"flag"
	"math/rand/v2"
	"os"
	"testing"
)

// The counts of a test that has little time are small; packaging/storm.sh asks
// for the long ones.
var (
	seedFlag = flag.Uint64("seed", 0, "what chance begins with; 0 draws one")
	visits   = flag.Int("visits", 4, "visits of the storm")
	worlds   = flag.Int("worlds", 2, "kiosks side by side in the storm, which share its visits")
	cuts     = flag.Int("cuts", 6, "cuts of the power")
	indices  = flag.Int("indices", 2, "at how many changes of the disk it fails, by chance; 0: at each")
	soak     = flag.Int("soak", 200, "visits of the soak")
)

// TestMain lets this binary be the kiosk.
func TestMain(m *testing.M) {
	if spec := os.Getenv(childVariable); spec != "" {
		os.Exit(child(spec))
	}
	os.Exit(m.Run())
}

// seed is what chance begins with, and tells how to play the same again.
func seed(t *testing.T) uint64 {
	t.Helper()
	s := *seedFlag
	if s == 0 {
		s = rand.Uint64()
	}
	t.Logf("-seed %d plays the same again", s)
	return s
}
