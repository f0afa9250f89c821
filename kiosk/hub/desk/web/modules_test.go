package web_test

import "testing"

// TestModules: what the modules decide by themselves, asked one by one.
func TestModules(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	js[bool](b, `(async () => {
		const at = document.querySelector("script[type=module]").src;
		for (const name of ["quality", "backs", "page", "words", "papers"]) { window[name] = await import(new URL(name + ".js", at)); }
		window.look = (at, frames, packets, lost, width) => ({at, frames, packets, lost, width});
		return true;
	})()`)
	for expression, want := range map[string]string{
		`quality.judge(look(0, 0, 0, 0, 640), look(2000, 60, 200, 0, 640), true)`:     "good",
		`quality.judge(look(0, 0, 0, 0, 640), look(2000, 60, 200, 20, 640), true)`:    "weak",       // 9 % lost
		`quality.judge(look(0, 0, 0, 0, 640), look(2000, 24, 200, 0, 640), true)`:     "weak",       // 12 a second
		`quality.judge(look(0, 0, 0, 0, 640), look(2000, 60, 200, 0, 160), true)`:     "weak",       // a small picture
		`quality.judge(look(0, 0, 0, 0, 640), look(2000, 4, 200, 0, 640), true)`:      "stills",     // 2 a second
		`quality.judge(look(0, 60, 0, 0, 640), look(2000, 60, 100, 0, 640), true)`:    "sound_only", // no picture
		`quality.judge(look(0, 60, 0, 0, 640), look(2000, 60, 100, 0, 640), false)`:   "good",       // none is expected
		`quality.judge(look(0, 60, 100, 0, 640), look(2000, 60, 100, 0, 640), false)`: "gone",
		`backs.pairs("+33298000002").replaceAll("\u00a0", " ")`:                       "02 98 00 00 02",
		`backs.pairs("+447700900123")`:                                                "+447700900123",
		`JSON.stringify(page.input({id: "value"}, "x"))`:                              `{"value":"x"}`,
		`JSON.stringify(page.input({id: "value", many: true}, "gluten"))`:             `{"gluten":"yes"}`,
		`words.span(-3).replaceAll("\u00a0", " ")`:                                    "0 s",
		`words.span(65).replaceAll("\u00a0", " ")`:                                    "1 min 05 s",
		`words.span(3725).replaceAll("\u00a0", " ")`:                                  "1 h 2 min",
		`words.clock(new Date("2026-11-22T08:05:00Z")).replaceAll("\u00a0", " ")`:     "9 h 05",
		`words.day(new Date("2026-11-22T23:30:00Z"), new Date("2026-11-22T12:00Z"))`:  "demain", // in France
		`words.day(new Date("2026-11-24T10:00:00Z"), new Date("2026-11-22T12:00Z"))`:  "mardi 24 novembre",
		`words.language("pt") + words.language("??")`:                                 "portugais??",
		`words.known("refused", "not-found").slice(0, 14)`:                            "Cette personne",
		`words.known("refused", "<b>")`:                                               "Le serveur a refusé (<b>). Essayez à nouveau.",
	} {
		if got := js[string](b, expression); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
}
