package camera

import "testing"

func TestTheNearestMode(t *testing.T) {
	all := []Mode{{160, 120, 30}, {320, 240, 30}, {640, 480, 15}, {640, 480, 30}, {640, 360, 30}, {1280, 720, 10}, {1280, 720, 30}, {1920, 1080, 30}}
	for _, c := range []struct{ ask, want Mode }{
		{Mode{}, Mode{640, 480, 30}},
		{Mode{640, 480, 15}, Mode{640, 480, 15}},
		{Mode{640, 480, 25}, Mode{640, 480, 30}},
		{Mode{600, 400, 30}, Mode{640, 480, 30}},
		{Mode{1280, 720, 30}, Mode{1280, 720, 30}},
		{Mode{1000, 600, 0}, Mode{1280, 720, 30}},
		{Mode{4000, 3000, 30}, Mode{1920, 1080, 30}},
		{Mode{10, 10, 30}, Mode{160, 120, 30}},
	} {
		if got := Nearest(all, c.ask); got != c.want {
			t.Errorf("%v gives %v, not %v", c.ask, got, c.want)
		}
	}
}
