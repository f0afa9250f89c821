package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"guichet/forms/pack/durable"
	"guichet/kiosk/config"
	"guichet/kiosk/fleet"
	"guichet/kiosk/staff/badge"
)

// usualConfig is where the packages put the configuration of a kiosk.
const usualConfig = "/etc/guichet/kiosk.yaml"

// ownFolder is the data folder of the kiosk of this machine.
type ownFolder struct{ config, data string }

func flagOwnFolder(set *flag.FlagSet) *ownFolder {
	o := &ownFolder{}
	set.StringVar(&o.config, "config", usualConfig, "the configuration `file` of the kiosk")
	set.StringVar(&o.data, "data", "", "its data `folder`, without a configuration")
	return o
}

func (o ownFolder) path() (string, error) {
	if o.data != "" {
		return o.data, nil
	}
	cfg, err := config.Read(o.config)
	if errors.Is(err, fs.ErrNotExist) {
		return "", usagef("there is no %s: say --config FILE, or --data FOLDER", o.config)
	}
	if err != nil {
		return "", err
	}
	return cfg.Data, nil
}

// folder is one that is open. Only who may read it may change it.
type folder struct {
	*durable.Disk
	path string
}

// open wants a folder that exists: one that root makes is not the kiosk's.
func (o ownFolder) open() (folder, error) {
	path, err := o.path()
	if err != nil {
		return folder{}, err
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return folder{}, fmt.Errorf("there is no folder %s: install the kiosk first", path)
	}
	disk, err := durable.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return folder{}, fmt.Errorf("this user may not open %s: put sudo before it", path)
	}
	return folder{disk, path}, err
}

// handOver gives files that root has written to whom the folder belongs: the
// kiosk runs as its own user, and could not read them.
func (f folder) handOver(names ...string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return err
	}
	defer root.Close()
	var faults []error
	for _, name := range names {
		if err := root.Lchown(name, int(owner.Uid), int(owner.Gid)); !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// keeper makes and checks the USB keys of the kiosk.
func (f folder) keeper() (*badge.Keeper, error) {
	id, err := fleet.ReadIdentity(f.path)
	if err != nil && !errors.Is(err, fleet.ErrNotEnrolled) {
		return nil, err
	}
	return &badge.Keeper{Disk: f.Disk, Kiosk: id.Kiosk}, nil
}

// writeTo writes a file that may lie on a stick, and waits until it is there.
func writeTo(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
