// Package archive puts a pack into one file and reads it back.
//
//	Build   the folder of an author → the bytes of cantine-1.1.0.guichet
//	Open    the bytes → a read-only file system, for pack.Load
//
// The file is a zip, so that anybody can look into it with what he has. But it
// is a zip of one shape only: the files of a pack in the order of their names,
// not compressed, without dates, rights, comments or anything between. The
// same folder gives the same bytes on every machine and with every release of
// Go, so that two people can compare a hash. And Open writes what it has read
// once more and compares: bytes that Build would not have written are refused,
// wherever in the file they hide.
//
// Not compressed, because compressors change from release to release, and
// because what is not compressed cannot be a bomb. A pack is 20 to 200 KB of
// text.
//
// Nothing is ever unpacked to disk. Whether the archive comes from who it
// should is not asked here: that is package trust.
package archive
