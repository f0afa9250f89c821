package strictyaml

import "testing"

// FuzzDecode: whatever the file, no panic, and each fault has a place in it.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"port: a\n", "port: [", "a: &b c\nd: *b\n", "? {a: b}\n: c\n", "", "---\n---\n",
		"desks: [{name: x, seats: 99999999999999999999}]\n", "idle: -0x1\nratio: 0x1p3\n",
		"pair: a=b\nlevel: high\nsound: yes\n", "!!binary a: b\n", "speed: !!int \"3\"\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c config
		for _, fault := range Decode("c.yaml", data, &c) {
			if fault.Line < 1 || fault.Column < 1 || fault.What == "" || fault.Mend == "" {
				t.Errorf("fault without place, words or mend: %+v", fault)
			}
		}
		Texts("c.yaml", data)
	})
}
