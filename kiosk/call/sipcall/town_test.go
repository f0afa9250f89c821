package sipcall

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// The tests with real programs need an address that baresip does not take for
// loopback, so the whole test runs again in a network of its own, where lo has
// that address.
const (
	inTown = "GUICHET_TEST_SIP_TOWN"
	townIP = "10.77.0.1"
)

func TestMain(m *testing.M) {
	if os.Getenv(inTown) != "" || noTown() != "" {
		os.Exit(m.Run())
	}
	os.Exit(again())
}

// again runs this program in a new network namespace, which ends with it.
func again() int {
	cmd := exec.Command("/bin/sh", append([]string{"-c",
		"ip link set lo up && ip addr add " + townIP + "/24 dev lo && exec \"$0\" \"$@\"", os.Args[0]}, os.Args[1:]...)...)
	cmd.Env = append(os.Environ(), inTown+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	err := cmd.Run()
	if code := cmd.ProcessState.ExitCode(); cmd.ProcessState != nil && code >= 0 {
		return code
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// noTown is why there can be no town here, "" where there can.
func noTown() string {
	for _, program := range []string{"kamailio", "baresip", "sipp", "ip"} {
		if _, err := exec.LookPath(program); err != nil {
			return program + " is not installed"
		}
	}
	probe := exec.Command("/bin/true")
	probe.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := probe.Run(); err != nil {
		return "a network of its own cannot be made: " + err.Error()
	}
	return ""
}

// needTown skips a test where there is no town, and fails it where there must be
// one.
func needTown(t testing.TB) {
	t.Helper()
	if os.Getenv(inTown) != "" {
		return
	}
	if why := noTown(); os.Getenv("GUICHET_NEED_SIP") != "" {
		t.Fatal(why)
	} else {
		t.Skip(why)
	}
}
