package trust

import "time"

// CheckRoot tells whether data is a root.json that [Open] can begin with: whole, and
// signed by its own keys. Whose they are it cannot tell.
func CheckRoot(data []byte) error {
	_, err := newChain(data, "", nil, time.Time{})
	return err
}
