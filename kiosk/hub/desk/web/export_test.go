package web

// Words is the catalogue of the texts.
func Words() (interface {
	Keys() []string
	Has(string) bool
}, error) {
	v, err := newViews()
	if err != nil {
		return nil, err
	}
	return v.texts, nil
}
