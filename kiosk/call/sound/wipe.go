package sound

import "reflect"

// Wipe is Reset that leaves no sound in memory: what it held is overwritten. The
// Jitter can be used again.
func (j *Jitter) Wipe() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.restart()
	for _, b := range append(j.spare, j.out, j.ahead) {
		clear(b[:cap(b)])
	}
	j.spare, j.out, j.ahead = nil, nil, nil
	j.stats = JitterStats{}
}

// Wipe forgets what it heard, which is overwritten.
func (c *Concealer) Wipe() {
	clear(c.history)
	clear(c.period)
	c.period, c.at, c.missing, c.step = nil, 0, 0, 0
}

// ForgetCodec clears the state of an encoder or a decoder of the binding of
// libopus: the last moments of the sound are in it, in memory of Go that is not
// cleared when it is let go, and only the encoder could be asked to forget
// (OPUS_RESET_STATE). It is of no use afterwards.
func ForgetCodec(codec any) { clear(CodecMemory(codec)) }

// CodecMemory is what the binding allocated for libopus; empty where the binding
// is no longer made so, which tests of its users notice.
func CodecMemory(codec any) []byte {
	v := reflect.ValueOf(codec).Elem().FieldByName("mem")
	if !v.IsValid() || v.Type() != reflect.TypeFor[[]byte]() {
		return nil
	}
	return v.Bytes()
}
