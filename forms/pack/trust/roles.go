package trust

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

func (c *chain) targets(ctx context.Context, src Source) (err error) {
	c.next.Targets, err = c.role(ctx, src, "targets", "root", c.old.Targets, MaxTargets)
	return err
}

func (c *chain) department(ctx context.Context, src Source) (err error) {
	code := Department(c.town)
	if err := c.covers("targets", DepartmentRole(code), DepartmentPattern(code)); err != nil {
		return err
	}
	c.next.Department, err = c.role(ctx, src, DepartmentRole(code), "targets", c.old.Department, MaxDepartment)
	return err
}

func (c *chain) townRole(ctx context.Context, src Source) (err error) {
	department := DepartmentRole(Department(c.town))
	if err := c.covers(department, TownRole(c.town), TownPattern(c.town)); err != nil {
		return err
	}
	c.next.Town, err = c.role(ctx, src, TownRole(c.town), department, c.old.Town, MaxTown)
	return err
}

// covers checks that a role hands down exactly the folder that the other is
// for. The library verifies signatures without regard to paths.
func (c *chain) covers(from, to, pattern string) error {
	d := c.set.Targets[from].Signed.Delegations
	if d == nil {
		return fault(to, ErrUnknownTown)
	}
	at := slices.IndexFunc(d.Roles, func(r metadata.DelegatedRole) bool { return r.Name == to })
	if at < 0 {
		return fault(to, ErrUnknownTown)
	}
	if !slices.Equal(d.Roles[at].Paths, []string{pattern}) {
		return fault(to, fmt.Errorf("%w: it is given %q instead of %q", ErrMalformed, d.Roles[at].Paths, pattern))
	}
	return nil
}

// role verifies one targets file: the old one if it is still the newest, or
// the one that the source has.
func (c *chain) role(ctx context.Context, src Source, role, parent string, old []byte, max int64) ([]byte, error) {
	meta := c.set.Snapshot.Signed.Meta[role+".json"]
	if meta == nil {
		return nil, fault(role, ErrUnknownTown)
	}
	add := func(data []byte) error {
		return safely(func() error { _, err := c.set.UpdateDelegatedTargets(data, role, parent); return err })
	}
	if old != nil && add(old) == nil {
		return old, nil
	}
	name := versioned(meta.Version, role)
	data, err := fetch(ctx, src, name, max)
	if err != nil {
		return nil, err
	}
	if err := add(data); err != nil {
		return nil, fault(name, c.explain(role, data, err))
	}
	return data, nil
}

// explain tells metadata of another town from metadata of nobody.
func (c *chain) explain(role string, data []byte, err error) error {
	if role != TownRole(c.town) || !errors.Is(err, &metadata.ErrUnsignedMetadata{}) {
		return err
	}
	strays := safely(func() error {
		m, err := metadata.Targets().FromBytes(data)
		if err != nil {
			return err
		}
		_, err = ReadTargets(c.town, m.Signed.Targets)
		return err
	})
	if errors.Is(strays, ErrWrongTown) {
		return fmt.Errorf("%w: %w", ErrWrongTown, err)
	}
	return err
}

// published reads what the town publishes out of a followed chain.
func (c *chain) published() (list []Target, err error) {
	err = safely(func() error {
		list, err = ReadTargets(c.town, c.set.Targets[TownRole(c.town)].Signed.Targets)
		return err
	})
	return list, fault(TownRole(c.town), err)
}

// expires is the first day on which people must have renewed something.
func (c *chain) expires() time.Time {
	first := c.set.Root.Signed.Expires
	for _, t := range c.set.Targets {
		if t.Signed.Expires.Before(first) {
			first = t.Signed.Expires
		}
	}
	return first
}

// roleOf is the role of the path of a metadata file: "d04" of
// "metadata/2.d04.json".
func roleOf(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "metadata/"), ".json")
	return name[strings.LastIndexByte(name, '.')+1:]
}
