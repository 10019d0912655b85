//go:build unix

package files

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// sameOwner gives a file the owner and the group of another.
func sameOwner(f *os.File, other fs.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	has, okHas := info.Sys().(*syscall.Stat_t)
	want, okWant := other.Sys().(*syscall.Stat_t)
	if !okHas || !okWant || has.Uid == want.Uid && has.Gid == want.Gid {
		return nil
	}
	if err := f.Chown(int(want.Uid), int(want.Gid)); err != nil {
		return fmt.Errorf("it belongs to another user or group (%d:%d), which cannot be kept", want.Uid, want.Gid)
	}
	return nil
}

// names is how many names a file has (hard links).
func names(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}
