package escpos

import "guichet/drivers/printer"

// fromRealTime reads the answers to DLE EOT 1 to 4 (page dle_eot), index 0 to
// 3. A question that was not answered is 0: nothing is known from it.
func fromRealTime(a [4]byte) printer.Status {
	s := printer.Status{
		Online:    a[0]&0x08 == 0,
		CoverOpen: a[1]&0x04 != 0,
		Cutter:    a[2]&0x08 != 0,
		Broken:    a[2]&0x20 != 0,
	}
	s.Hot = a[2]&0x40 != 0 && !s.CoverOpen
	s.Paper = paper(a[3] != 0 || a[1] != 0, a[3]&0x0C != 0, a[3]&0x60 != 0 || a[1]&0x20 != 0)
	return coverHidesPaper(s)
}

// fromAutoStatus reads the 4 bytes of ASB (page gs_la). The paper bits are not
// where DLE EOT 4 has them.
func fromAutoStatus(a [4]byte) printer.Status {
	s := printer.Status{
		Online:    a[0]&0x08 == 0,
		CoverOpen: a[0]&0x20 != 0,
		Cutter:    a[1]&0x08 != 0,
		Broken:    a[1]&0x20 != 0,
	}
	s.Hot = a[1]&0x40 != 0 && !s.CoverOpen
	s.Paper = paper(true, a[2]&0x03 != 0, a[2]&0x0C != 0)
	return coverHidesPaper(s)
}

func paper(known, nearEnd, out bool) printer.Paper {
	switch {
	case out:
		return printer.PaperOut
	case nearEnd:
		return printer.PaperNearEnd
	case known:
		return printer.PaperOK
	}
	return printer.PaperUnknown
}

// coverHidesPaper: with the cover open the paper bits keep the value from
// before it was opened (page dle_eot, TM-T20III).
func coverHidesPaper(s printer.Status) printer.Status {
	if s.CoverOpen {
		s.Paper = printer.PaperUnknown
	}
	return s
}
