package serial

import "golang.org/x/sys/unix"

const (
	xon  = 0x11
	xoff = 0x13
)

// TCGETS2 and TCSETS2 keep a speed that has no constant, such as 250000.
func getTermios(fd int) (*unix.Termios, error) {
	return unix.IoctlGetTermios(fd, unix.TCGETS2)
}

// setFlow lets the kernel stop writing when the device says so. It takes the
// place of what neither library offers, on the settings that the library made.
func setFlow(fd int, flow string) error {
	t, err := getTermios(fd)
	if err != nil {
		return err
	}
	applyFlow(t, flow)
	return unix.IoctlSetTermios(fd, unix.TCSETS2, t)
}

func applyFlow(t *unix.Termios, flow string) {
	t.Iflag &^= unix.IXON | unix.IXOFF | unix.IXANY
	t.Cflag &^= unix.CRTSCTS
	// tarm leaves both at 0: IXON would then stop at a zero byte.
	t.Cc[unix.VSTART], t.Cc[unix.VSTOP] = xon, xoff
	switch flow {
	case FlowXonXoff:
		t.Iflag |= unix.IXON
	case FlowRtsCts:
		t.Cflag |= unix.CRTSCTS
	}
}

// pending is how many written bytes have not left for the device. A line that
// cannot tell (a pty) has none.
func pending(fd int) int {
	n, err := unix.IoctlGetInt(fd, unix.TIOCOUTQ)
	if err != nil {
		return 0
	}
	return n
}

// gone asks the line for nothing: only a device that was unplugged refuses.
func gone(fd int) error {
	_, err := getTermios(fd)
	return err
}
