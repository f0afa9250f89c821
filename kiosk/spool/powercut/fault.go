package powercut

import "syscall"

// Op is a change that a program asks for.
type Op string

// The changes. Growing and cutting off is Resize; a fsync of a folder is a Sync.
const (
	Create Op = "create"
	Mkdir  Op = "mkdir"
	Unlink Op = "unlink"
	Rmdir  Op = "rmdir"
	Rename Op = "rename"
	Link   Op = "link"
	Resize Op = "resize"
	Write  Op = "write"
	Sync   Op = "sync"
)

// Strike has f asked before each change of the disk. Where it answers with an
// error, such as EIO or ENOSPC, the program gets that and nothing is changed.
// nil: the disk is whole again. f is asked one change at a time, and must not
// use the disk.
//
// Pages that a Sync could not write are not written by the next one either, as
// on Linux: whoever only syncs again has lost them.
//
// What the kernel writes by itself for a mapped file is a Write as well, and its
// error reaches nobody.
func (d *Disk) Strike(f func(Op) syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = f
}

// strikes is the error of a change; d.mu is held.
func (d *Disk) strikes(op Op) syscall.Errno {
	if d.fault == nil {
		return 0
	}
	return d.fault(op)
}
