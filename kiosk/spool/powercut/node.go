package powercut

import (
	"context"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// node is a file or a folder as the kernel sees it.
type node struct {
	fs.Inode
	disk   *Disk
	file   *file
	folder *folder
}

var _ interface {
	fs.NodeGetattrer
	fs.NodeSetattrer
	fs.NodeLookuper
	fs.NodeReaddirer
	fs.NodeCreater
	fs.NodeMkdirer
	fs.NodeUnlinker
	fs.NodeRmdirer
	fs.NodeRenamer
	fs.NodeLinker
	fs.NodeOpener
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
} = (*node)(nil)

func (n *node) attr() *attr {
	if n.file != nil {
		return &n.file.attr
	}
	return &n.folder.attr
}

func (n *node) fill(out *fuse.Attr) {
	a := n.attr()
	out.Ino, out.Mode, out.Owner, out.Nlink = a.number, a.mode|n.kind(), fuse.Owner{Uid: a.uid, Gid: a.gid}, 1
	out.SetTimes(&a.changed, &a.changed, &a.changed)
	if n.file != nil {
		out.Size = uint64(len(n.file.now))
		out.Blocks = (out.Size + 511) / 512
	}
}

func (n *node) kind() uint32 {
	if n.file != nil {
		return syscall.S_IFREG
	}
	return syscall.S_IFDIR
}

// child is the inode of an entry; the kernel knows it by its number.
func (n *node) child(ctx context.Context, e entry, out *fuse.EntryOut) *fs.Inode {
	c := &node{disk: n.disk, file: e.file, folder: e.folder}
	c.fill(&out.Attr)
	return n.NewInode(ctx, c, fs.StableAttr{Mode: c.kind(), Ino: c.attr().number})
}

// Getattr is stat(2).
func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	n.fill(&out.Attr)
	return 0
}

// Setattr is chmod(2), chown(2), truncate(2).
func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if mode, ok := in.GetMode(); ok {
		n.attr().mode = mode & 0o7777
	}
	if uid, ok := in.GetUID(); ok {
		n.attr().uid = uid
	}
	if gid, ok := in.GetGID(); ok {
		n.attr().gid = gid
	}
	if size, ok := in.GetSize(); ok && n.file != nil {
		if no := n.disk.strikes(Resize); no != 0 {
			return no
		}
		n.file.resize(int(size))
	}
	n.fill(&out.Attr)
	return 0
}

// Lookup finds a name.
func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	e, ok := n.folder.now[name]
	if !ok {
		return nil, syscall.ENOENT
	}
	return n.child(ctx, e, out), 0
}

// Readdir lists the names.
func (n *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	var list []fuse.DirEntry
	for name, e := range n.folder.now {
		c := &node{file: e.file, folder: e.folder}
		list = append(list, fuse.DirEntry{Name: name, Mode: c.kind(), Ino: c.attr().number})
	}
	return fs.NewListDirStream(list), 0
}

// Open needs no handle: the node has all.
func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) { return nil, 0, 0 }

// Read is pread(2).
func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if off >= int64(len(n.file.now)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(dest[:copy(dest, n.file.now[off:])]), 0
}

// Write is pwrite(2).
func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Write); no != 0 {
		return 0, no
	}
	n.file.write(data, int(off))
	return uint32(len(data)), 0
}

// Fsync is what all this is about.
func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Sync); no != 0 {
		n.unsynced()
		return no
	}
	if n.folder != nil {
		n.folder.sync()
		return 0
	}
	n.file.sync()
	if n.disk.gentle {
		n.disk.root.keep(n.file)
	}
	return 0
}

// unsynced is a sync that failed. As on Linux, the pages count as clean from then
// on: another sync succeeds, and writes none of them ("PostgreSQL's fsync()
// surprise", LWN, April 2018).
func (n *node) unsynced() {
	if n.file != nil {
		clear(n.file.dirty)
	}
}
