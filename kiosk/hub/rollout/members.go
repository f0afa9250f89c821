package rollout

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"guichet/kiosk/hub/store"
)

// TestGroup is the group of kiosks that get every revision first.
const TestGroup = "test"

// Members says in which stage each kiosk of a town comes in, by its id. Revoked
// kiosks are not in it.
type Members map[string]string

// MembersOf divides the kiosks for one roll-out.
func MembersOf(rollout string, kiosks []store.Kiosk) Members {
	m := Members{}
	var others []string
	for _, k := range kiosks {
		switch {
		case !k.RevokedAt.IsZero():
		case k.Group == TestGroup:
			m[k.ID] = store.StageTest
		default:
			m[k.ID] = store.StageAll
			others = append(others, k.ID)
		}
	}
	for _, id := range tenth(rollout, others) {
		m[id] = store.StageTen
	}
	return m
}

// tenth picks 10 % of the kiosks, rounded up.
func tenth(rollout string, ids []string) []string {
	slices.SortFunc(ids, func(a, b string) int {
		x, y := sha256.Sum256([]byte(rollout+a)), sha256.Sum256([]byte(rollout+b))
		return cmp.Or(slices.Compare(x[:], y[:]), cmp.Compare(a, b))
	})
	return ids[:(len(ids)+9)/10]
}

// order is the stages, first to last.
var order = []string{store.StageTest, store.StageTen, store.StageAll}

// reached tells whether a kiosk that comes in at one stage has its turn at
// another. A kiosk that is not known yet comes in with the last.
func (m Members) reached(kiosk, stage string) bool {
	mine, ok := m[kiosk]
	if !ok {
		mine = store.StageAll
	}
	return slices.Index(order, mine) <= slices.Index(order, stage)
}

// has tells whether a stage has kiosks of its own.
func (m Members) has(stage string) bool {
	for _, s := range m {
		if s == stage {
			return true
		}
	}
	return false
}
