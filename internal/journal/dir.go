package journal

// Dir is a journal in a directory. Any number of them, in any number of processes, may share the directory: each
// operation holds a lock of the operating system, which ends with the process however it ends. A record is on the disk,
// with its name, before the operation that wrote it returns; incomplete ones do not count.
type Dir struct{ path string }
