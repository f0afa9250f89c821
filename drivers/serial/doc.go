// Package serial opens a serial line to a device and gives every read and
// every write an end.
//
// Two libraries open and set up the line, as the configuration says: "bugst"
// (go.bug.st/serial, the default) and "tarm" (github.com/tarm/serial). Neither
// gives a write a deadline, and what a blocked write left behind prints in
// front of the next citizen's paper. So this package opens the device a second
// time, non-blocking, and writes, waits and flushes through that descriptor;
// the library sets the line up and reads.
//
// What it promises, the same for both libraries (package serialtest checks it):
//
//   - Read and Write end when their context ends, with [ErrTimeout]; a Write
//     also ends when nothing moved for [Config.WriteTimeout].
//   - A device that was pulled out is [ErrGone], at once; silence is
//     [ErrTimeout]. The libraries give io.EOF, 0 bytes or a closed port for
//     either one.
//   - After Drop or Close no byte that still waits in this machine goes out.
//   - XON/XOFF is IXON alone. IXOFF would have us stop the device, and IXANY
//     takes any status byte for an XON (apple/cups#287).
//   - Urgent gets a real-time command past a device that said XOFF.
//
// DTR/DSR flow control does not exist in Linux: bring the device's DTR to CTS
// and use "rtscts", or switch the device to XON/XOFF.
//
// The package works on Linux only.
package serial
