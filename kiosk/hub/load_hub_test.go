package hub_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/store"
)

// loadHub serves until its input ends. A line "publish" tells all kiosks
// something, and is answered with the number of the notice; "memory" is answered
// with what the process holds, in KB; "cpu" with what it has used, in ms.
// HUB_LOAD_PROFILE is a file for its CPU profile, written by "profile".
func loadHub() error {
	s, err := store.Open(context.Background(), os.Getenv("HUB_LOAD_DATABASE"))
	if err != nil {
		return err
	}
	defer s.Close()
	h, err := hub.New(hub.Config{Store: s, Key: loadKey(-1), Limits: hub.Limits{Streams: 40_000}})
	if err != nil {
		return err
	}
	conf, err := hub.ServerTLS([]byte(os.Getenv("HUB_LOAD_CERTIFICATE")), []byte(os.Getenv("HUB_LOAD_KEY")))
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", os.Getenv("HUB_LOAD_ADDRESS"))
	if err != nil {
		return err
	}
	if err := startProfile(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go h.Run(ctx)
	go h.Serve(ctx, l, conf)
	fmt.Println("address", l.Addr())
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		switch in.Text() {
		case "publish":
			n, err := s.Publish(ctx, "", "", "load")
			fmt.Println("published", n, err)
		case "memory":
			fmt.Println("memory", memory(), h.Streams())
		case "cpu":
			fmt.Println("cpu", weigh().cpu.Milliseconds())
		case "profile":
			pprof.StopCPUProfile()
			fmt.Println("profile", "written")
		}
	}
	return nil
}

func startProfile() error {
	if os.Getenv("HUB_LOAD_PROFILE") == "" {
		return nil
	}
	f, err := os.Create(fmt.Sprintf("%s.%d", os.Getenv("HUB_LOAD_PROFILE"), os.Getpid()))
	if err != nil {
		return err
	}
	return pprof.StartCPUProfile(f)
}

// memory is the resident size of this process in KB, once what is not used was
// given back.
func memory() int {
	runtime.GC()
	debug.FreeOSMemory()
	data, _ := os.ReadFile("/proc/self/statm")
	var total, resident int
	fmt.Sscan(string(data), &total, &resident)
	return resident * os.Getpagesize() / 1024
}
