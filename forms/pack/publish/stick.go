package publish

import (
	"fmt"

	"guichet/forms/pack/trust"
)

// Stick is the files that a USB stick for one town holds, with their content:
// the same paths as on the hub. It holds every root, so that a terminal that
// was off for years finds its way.
func Stick(current Files, town string) (Changes, error) {
	if err := trust.CheckTown(town); err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	r, err := open(current)
	if err != nil {
		return nil, err
	}
	m, err := r.role(trust.TownRole(town))
	if err != nil {
		return nil, err
	}
	list, err := trust.ReadTargets(town, m.Signed.Targets)
	if err != nil {
		return nil, refuse(Title(trust.TownRole(town)), ErrDamaged, err)
	}
	names := r.names(town)
	for _, t := range list {
		names = append(names, t.Stored())
	}
	return read(current, names)
}

// names is the metadata on the way to a town.
func (r *repo) names(town string) []string {
	names := []string{timestampFile, versioned(r.snap.Version, "snapshot")}
	for version := range r.set.Root.Signed.Version {
		names = append(names, versioned(version+1, "root"))
	}
	for _, role := range []string{"targets", trust.DepartmentRole(trust.Department(town)), trust.TownRole(town)} {
		names = append(names, versioned(r.version(role), role))
	}
	return names
}

func read(files Files, names []string) (Changes, error) {
	all := Changes{}
	for _, name := range names {
		data, err := files.Read(name)
		if err != nil {
			return nil, fmt.Errorf("publish: %s: %w: %w", name, ErrDamaged, err)
		}
		all[name] = data
	}
	return all, nil
}
