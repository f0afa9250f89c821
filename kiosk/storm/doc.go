// Package storm is where a whole kiosk is broken on purpose, in tests alone.
//
// A parent, the test, owns the world that survives: the printer at the end of a
// pty, the hub, the wire to it, the names of the network, and the disk. A child,
// the same binary started again, is a kiosk by [kiosk.Headless] with somebody in
// front of it; it tells on its standard output what that person was told. The
// parent breaks the world, kills the child, cuts the power, and after each visit
// looks for what must not be:
//
//   - a submission of which the citizen was given the reference is not there
//     exactly once, in the spool and at the hub together;
//   - one visit handed a procedure in twice, whatever the references;
//   - a receipt came out twice and does not say DUPLICATA;
//   - something that was typed is in a file or a log;
//   - the home page is not back.
//
// The tests, and how many of each they play:
//
//	TestStorm             -visits     scripted visits with faults of everything
//	TestPowerCuts         -cuts       the disk forgets what was not synced
//	TestEveryIndex        -indices    EIO and ENOSPC at each change of the disk
//	TestEveryCall         -indices    the same by strace, on a real file system
//	TestSoak              -soak       visits of one process, which must not grow
//
// What is played follows from -seed, which each test prints: the same seed plays
// the same people with the same faults. packaging/storm.sh runs the long counts.
package storm
