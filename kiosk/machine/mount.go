package machine

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// Mounter brings a file system into a folder. Its errors may be those of
// mount(2).
type Mounter interface {
	// Mount takes "vfat" or "exfat", and mounts it read only.
	Mount(device, folder, kind string) error
	// Writable mounts it again, for writing or not.
	Writable(folder, kind string, yes bool) error
	// Unmount brings to the stick what waits, and lets it go even if a file is
	// open.
	Unmount(folder string) error
}

// kernel is the real one. What is on a stick is never run, never a device, never
// a link, and belongs to root; the group may read.
type kernel struct{ group int }

const mountFlags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC | unix.MS_NOATIME | unix.MS_NOSYMFOLLOW

// data are the options of a file system (mount(8): vfat, exfat). A fault makes
// vfat read only by itself.
func (k kernel) data(kind string) string {
	owner := fmt.Sprintf("uid=0,gid=%d,fmask=0137,dmask=0027", k.group)
	switch kind {
	case "vfat":
		return owner + ",utf8,shortname=mixed,errors=remount-ro"
	case "exfat":
		return owner + ",errors=remount-ro"
	}
	return ""
}

func (k kernel) Mount(device, folder, kind string) error {
	return unix.Mount(device, folder, kind, mountFlags|unix.MS_RDONLY, k.data(kind))
}

func (k kernel) Writable(folder, kind string, yes bool) error {
	flags := uintptr(mountFlags | unix.MS_REMOUNT)
	if !yes {
		flags |= unix.MS_RDONLY
	}
	return unix.Mount("none", folder, kind, flags, k.data(kind))
}

func (k kernel) Unmount(folder string) error {
	err := unix.Unmount(folder, unix.UMOUNT_NOFOLLOW)
	if errors.Is(err, unix.EBUSY) {
		err = unix.Unmount(folder, unix.UMOUNT_NOFOLLOW|unix.MNT_DETACH)
	}
	return err
}
