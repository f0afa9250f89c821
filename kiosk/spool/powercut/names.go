package powercut

import (
	"context"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// add gives a new entry its owner and its name.
func (n *node) add(ctx context.Context, name string, e entry, out *fuse.EntryOut) *fs.Inode {
	c := &node{file: e.file, folder: e.folder}
	if caller, ok := fuse.FromContext(ctx); ok {
		c.attr().uid, c.attr().gid = caller.Uid, caller.Gid
	}
	n.folder.now[name] = e
	return n.child(ctx, e, out)
}

// Create is open(2) of a file that is not there.
func (n *node) Create(ctx context.Context, name string, _ uint32, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Create); no != 0 {
		return nil, nil, 0, no
	}
	return n.add(ctx, name, entry{file: n.disk.newFile(mode & 0o7777)}, out), nil, 0, 0
}

// Mkdir is mkdir(2).
func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Mkdir); no != 0 {
		return nil, no
	}
	return n.add(ctx, name, entry{folder: n.disk.newFolder(mode & 0o7777)}, out), 0
}

// Unlink is unlink(2).
func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Unlink); no != 0 {
		return no
	}
	delete(n.folder.now, name)
	return 0
}

// Rmdir is rmdir(2).
func (n *node) Rmdir(_ context.Context, name string) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Rmdir); no != 0 {
		return no
	}
	if e := n.folder.now[name]; e.folder != nil && len(e.folder.now) > 0 {
		return syscall.ENOTEMPTY
	}
	delete(n.folder.now, name)
	return 0
}

// Rename is rename(2); an exchange of two names is not offered.
func (n *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, toName string, flags uint32) syscall.Errno {
	if flags != 0 {
		return syscall.EINVAL
	}
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Rename); no != 0 {
		return no
	}
	target, ok := to.EmbeddedInode().Operations().(*node)
	if !ok {
		return syscall.EXDEV
	}
	e, ok := n.folder.now[name]
	if !ok {
		return syscall.ENOENT
	}
	delete(n.folder.now, name)
	target.folder.now[toName] = e
	return 0
}

// Link is link(2).
func (n *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if no := n.disk.strikes(Link); no != 0 {
		return nil, no
	}
	t, ok := target.EmbeddedInode().Operations().(*node)
	if !ok || t.file == nil {
		return nil, syscall.EPERM
	}
	e := entry{file: t.file}
	n.folder.now[name] = e
	return n.child(ctx, e, out), 0
}
