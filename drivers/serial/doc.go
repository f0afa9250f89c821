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
//   - After Drop or Close no byte that still waits in this machine goes out,
//     and a Write under way ends without handing over another one.
//   - XON/XOFF is IXON alone. IXOFF would have us stop the device, and IXANY
//     takes any status byte for an XON (apple/cups#287).
//   - Urgent gets a real-time command past a device that said XOFF, and the
//     XOFF still counts after it, for [Config.WriteTimeout]: a device that lost
//     its power meanwhile may never say XON.
//   - No program that this one starts inherits the line.
//
// # Which backend
//
// "tarm" is for a port that other programs must reach while we have it, such as
// a technician's stty or a vendor's status daemon: it does not ask for
// exclusive use (TIOCEXCL), and our own lock (flock) stops only those who ask
// for it too. For a printer that ejects or resets when DTR falls: it clears
// HUPCL, so that DTR stays up at Close. And for a process with more than 1024
// open files, beside which bugst cannot read. It knows the standard speeds only.
// In all other cases "bugst".
//
// # Which port
//
// The number of a /dev/ttyUSB is that of the order of plugging in. A name under
// /dev/serial/by-id stays, and so does a USB identity ("usb:0403:6001", see
// [ParseUSB]), which needs no udev. Either is looked up at each Open: whoever
// got ErrGone opens again, with the same Config, until the device is back.
// [List] says what there is.
//
// # What it cannot do
//
// DTR/DSR flow control does not exist in Linux: bring the device's DTR to CTS
// and use "rtscts", or switch the device to XON/XOFF.
//
// An XOFF that the device said before Open is not known after it. Ask a device
// for its state before the first Write.
//
// Whether XOFF stops a USB adapter depends on its driver: most have no "stop"
// (neundorf/CuteCom#22), some leave it to the chip (ftdi_sio). An adapter sends
// what is in its own memory in any case, and no Drop reaches that.
//
// When this process is killed, the kernel ends its writes and throws away what
// had not gone out at the last close; on a pty that is everything (tested). The
// driver of a UART first waits for its buffer to empty, up to closing_wait (30 s
// as a rule, or less as the process dies: not tried on a UART), so that an XON
// in that time lets out what the port had handed over: at most 256 bytes, or
// 128 bytes and 50 ms of line where that is more. What is left then goes at the next Open,
// which begins with a flush.
//
// The package works on Linux only.
package serial
