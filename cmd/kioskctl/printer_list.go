package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"text/tabwriter"

	"guichet/drivers/serial"
)

var printerList = command{
	name:  "printer list",
	short: "List the serial ports of this machine",
	long: `It opens none of them. Use the stable name in a configuration: the number of
a ttyUSB may be another one after the next start.`,
	setup: func(*flag.FlagSet) action { return listPorts },
}

func listPorts(_ context.Context, p program, _ []string) error {
	ports, err := p.ports()
	if err != nil {
		return err
	}
	if len(ports) == 0 {
		fmt.Fprintln(p.out, "no serial port found")
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PORT\tSTABLE NAME\tUSB\tDRIVER\tPRODUCT")
	for _, port := range ports {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n",
			port.Path, cmp.Or(port.Stable, "-"), usb(port), cmp.Or(port.Driver, "-"), product(port))
	}
	return w.Flush()
}

func usb(port serial.PortInfo) string {
	if port.USB == (serial.USB{}) {
		return "-"
	}
	return port.USB.String()
}

func product(port serial.PortInfo) string {
	switch {
	case port.Manufacturer == "":
		return cmp.Or(port.Product, "-")
	case port.Product == "":
		return port.Manufacturer
	}
	return port.Manufacturer + " " + port.Product
}
