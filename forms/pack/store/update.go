package store

import (
	"context"
	"errors"

	"guichet/forms/pack/trust"
)

// Update reads a repository, from the hub or from a stick, and installs the
// revisions that choose picks and that are not there yet; [Newest] is a
// choice. It returns what is installed now of them. One revision that is
// refused does not keep the others out: its error is joined to the rest.
func (s *Store) Update(ctx context.Context, k *trust.Keeper, src trust.Source, choose func([]trust.Target) []trust.Target) ([]trust.Target, error) {
	published, err := k.Refresh(ctx, src)
	if err != nil {
		return nil, err
	}
	var done []trust.Target
	var faults []error
	for _, t := range choose(published) {
		if err := s.fetch(ctx, k, src, t); err != nil {
			faults = append(faults, err)
			continue
		}
		done = append(done, t)
	}
	return done, errors.Join(faults...)
}

func (s *Store) fetch(ctx context.Context, k *trust.Keeper, src trust.Source, t trust.Target) error {
	if s.Has(t) {
		return nil
	}
	data, err := k.Download(ctx, src, t)
	if err != nil {
		return err
	}
	return s.Install(ctx, t, data)
}
