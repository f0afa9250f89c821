package modem

import (
	"errors"
	"slices"
	"testing"
)

func TestWhatComesIsCutIntoLines(t *testing.T) {
	var s splitter
	var got []string
	for _, part := range []string{"AT\r\r\nO", "K\r\n\r\n+CS", "Q: 20,99\r\n\x00\x01\r\n", string(make([]byte, 50)) + "é\n"} {
		got = append(got, s.add([]byte(part))...)
	}
	if want := []string{"AT", "OK", "+CSQ: 20,99", "é"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if all := s.add(append(slices.Repeat([]byte("x"), 5000), '\n')); len(all) != 0 {
		t.Errorf("a line without end is kept: %d", len(all[0]))
	}
	if all := s.add([]byte("OK\n")); len(all) != 1 {
		t.Error("and the next one is lost")
	}
}

func TestFinalLines(t *testing.T) {
	for line, code := range map[string]int{"ERROR": -1, "+CME ERROR: 30": 30, "+CMS ERROR: 500": 500, "+CME ERROR: SIM failure": -1} {
		is, err := final(line, "AT+CLCC")
		var e *Error
		if !is || !errors.As(err, &e) || e.Code != code {
			t.Errorf("%s: %v, %v", line, is, err)
		}
	}
	if is, err := final("OK", "AT"); !is || err != nil {
		t.Errorf("OK: %v, %v", is, err)
	}
	for _, line := range []string{"", "RING", "OKAY", "+CREG: 1"} {
		if is, _ := final(line, "AT"); is {
			t.Errorf("%q ends nothing", line)
		}
	}
}

func TestCallsAreRead(t *testing.T) {
	for line, want := range map[string]Call{
		`+CLCC: 1,0,3,0,0,"+33465710000",145`: {ID: 1, State: Alerting, Voice: true},
		`+CLCC:2,1,4,0,0`:                     {ID: 2, Incoming: true, State: Incoming, Voice: true},
		`+CLCC: 1,0,0,0,0,"a,b",129,"x"`:      {ID: 1, State: Active, Voice: true},
	} {
		if c, ok := parseCall(line); !ok || c != want {
			t.Errorf("%s: %+v, %v", line, c, ok)
		}
	}
	for _, line := range []string{"+CLCC:", "+CLCC: x,0,0,0", "+CLCC: 1,0,6,0,0", "+CLCC: 1,0,0,1,0", "+CLCC: 1,0,-1,0,0"} {
		if c, ok := parseCall(line); ok {
			t.Errorf("%s is taken for %+v", line, c)
		}
	}
}

func TestANumberIsInNoError(t *testing.T) {
	if v := verb("ATD+33465710000;"); v != "ATD" {
		t.Error(v)
	}
	if v := verb("AT+VTS=5"); v != "AT+VTS" {
		t.Error(v)
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("\r\n+CLCC: 1,0,3,0,0,\"+33465710000\",145\r\n\r\nOK\r\n+CME ERROR: 30\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s splitter
		for _, line := range s.add(b) {
			if len(line) == 0 || len(line) > longest {
				t.Fatalf("a line of %d bytes", len(line))
			}
			final(line, "AT")
			parseCall(line)
			var st Status
			for _, take := range []func([]string){st.rssi, st.rsrp} {
				take(fields(line))
			}
			st.ims(fields(line), IMS{Key: "ims", Field: 2})
		}
	})
}

func TestProfiles(t *testing.T) {
	for _, name := range append(Names(), "") {
		if _, err := Get(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"", "name: x", "name: x\nhangup: AT+CHUP\nspeed: 1", "name: x\nhangup: rm", "name: x\nhangup: AT+CHUP\nims: {query: AT}", "name: x\nhangup: \"AT\\rATD1;\""} {
		if _, err := Parse([]byte(text)); !errors.Is(err, ErrProfile) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Get("../x"); !errors.Is(err, ErrProfile) {
		t.Error(err)
	}
}
