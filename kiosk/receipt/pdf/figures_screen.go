package pdf

// finger points at a place from the lower right.
func (f *figure) finger(x, y float64) {
	at := func(along, across float64) (float64, float64) { // along the finger, away from its tip
		const c, s = 0.60, 0.80
		return x + along*c - across*s, y + along*s + across*c
	}
	var outline []float64
	for _, p := range [][2]float64{{0.6, -1.7}, {0, -0.9}, {0, 0.9}, {0.6, 1.7}, {9.5, 1.9}, {9.6, 4.2}, {12.5, 6.2}, {19, 5.8}, {19.5, -2.6}, {14, -3.0}} {
		px, py := at(p[0], p[1])
		outline = append(outline, px, py)
	}
	sh := shape{grey: white, pen: thick}
	for i := 0; i < len(outline); i += 2 {
		sh.points = append(sh.points, pt(outline[i], outline[i+1]))
	}
	f.shapes = append(f.shapes, sh)
	for _, p := range [][4]float64{{12.5, 6.2, 12.2, 1.9}, {15.7, 6.0, 15.4, 1.4}, {0.9, -1.0, 2.6, -1.0}, {2.6, -1.0, 2.6, 1.0}, {2.6, 1.0, 0.9, 1.0}} {
		x1, y1 := at(p[0], p[1])
		x2, y2 := at(p[2], p[3])
		f.line(thin, pt(x1, y1), pt(x2, y2))
	}
}

// holdCorner: the finger stays on the left upper corner for three seconds.
func holdCorner(f *figure) {
	f.box(dark, thick, 14, 2, 25, 36, 2)
	f.box(white, thin, 16, 4, 21, 30, 0.6)
	f.box(light, 0.2, 19, 10.5, 15, 3, 0.8)
	f.box(light, 0.2, 19, 16, 15, 6, 0.8)
	f.box(light, 0.2, 19, 24, 15, 6, 0.8)
	for _, r := range []float64{5.6, 3.6} {
		f.line(thick, arc(17.5, 5.5, r, r, -20, 330)...)
	}
	f.finger(17.5, 5.5)
	f.disc(white, thick, 47, 9, 6.6)
	f.word(47, 10.1, 10, "3 s")
}

// typeCode: the number of the front desk.
func typeCode(f *figure) {
	f.box(white, thick, 14, 2, 28, 35, 1.5)
	f.box(light, thin, 17, 4.5, 22, 5.5, 1)
	for i := range 4 {
		f.disc(black, 0, 22.5+float64(i)*3.7, 7.2, 1)
	}
	for i, key := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		x, y := 17+float64(i%3)*7.6, 12.2+float64(i/3)*8
		f.box(white, thin, x, y, 6.8, 7, 1)
		f.word(x+3.4, y+4.9, 11, key)
	}
}

// tiles are the big buttons of the staff's first page.
func (f *figure) tiles(chosen int) {
	for i, lines := range [][]string{{"Papier"}, {"Demandes", "en attente"}, {"Démarches"}, {"Appels"}, {"Écran", "et son"}, {"Machine"}} {
		x, y := 1+float64(i%3)*18.3, 6+float64(i/3)*16.2
		pen, grey := thin, white
		if i == chosen {
			pen, grey = 1.1, light
		}
		f.box(grey, pen, x, y, 17.4, 14.8, 1.5)
		for n, line := range lines {
			f.word(x+8.7, y+8.6+float64(n)*3.9-float64(len(lines)-1)*1.95, 8.8, line)
		}
	}
}

func touchTile(f *figure) { f.tiles(0) }

// touchRestart: the last tile, then its button.
func touchRestart(f *figure) {
	f.box(light, 1.1, 1, 11, 18, 15, 1.5)
	f.word(10, 19.6, 9.4, "Machine")
	f.arrow(pt(21, 18.5), pt(28, 18.5))
	f.box(light, 1.1, 30, 11, 25, 15, 1.5)
	f.word(42.5, 17.6, 9.4, "Redémarrer")
	f.word(42.5, 22, 9.4, "ou éteindre")
}

// socket is in the wall.
func socket(f *figure) {
	f.box(white, thick, 3, 8, 18, 20, 2)
	f.disc(light, thin, 12, 18, 7)
	f.disc(black, 0, 9.2, 18, 1)
	f.disc(black, 0, 14.8, 18, 1)
	f.disc(black, 0, 12, 14, 0.8)
}

// plugAt is the plug from the side, its pins to the left.
func plugAt(f *figure, x float64) {
	f.box(middle, thin, x, 14.6, 5, 1.5, 0.5)
	f.box(middle, thin, x, 19.9, 5, 1.5, 0.5)
	f.area(light, thick, pt(x+4.6, 11.5), pt(x+11, 12.5), pt(x+15, 16), pt(x+15, 20), pt(x+11, 23.5), pt(x+4.6, 24.5))
	f.line(1.6, pt(x+15, 18), pt(x+20, 18), pt(x+23, 21), pt(x+23, 31))
}

func pullPlug(f *figure) {
	socket(f)
	plugAt(f, 29)
	f.arrow(pt(26, 32), pt(37, 32))
	f.word(40, 6.6, 13, "1, 2, 3… 10")
}

func pushPlug(f *figure) {
	socket(f)
	plugAt(f, 20)
	f.arrow(pt(37, 32), pt(26, 32))
}
