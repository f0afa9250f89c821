package video

// Again has the next picture made a key frame: the line was cut, and a browser
// takes up to three seconds to ask for one by itself.
func (s *Sender) Again() {
	select {
	case s.keys <- struct{}{}:
	default:
	}
}
