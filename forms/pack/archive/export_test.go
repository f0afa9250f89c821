package archive

import "io/fs"

// Layout is the bytes of a folder, whether it is a pack or not.
func Layout(folder fs.FS) []byte {
	files, faults := gather(folder)
	if err := faults.Err(); err != nil {
		panic(err)
	}
	return write(files)
}
