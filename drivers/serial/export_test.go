package serial

// SetWaiting puts something else in the place of TIOCOUTQ, which is always 0
// on a pty: the bytes that the port gave to the kernel and that wait there.
func SetWaiting(p Port, waiting func() int) { p.(*port).waiting = waiting }
