package pack

import _ "embed"

// Manual is the comment of this package as it stands, for "kioskctl pack
// manual": who writes packs need not have Go.
//
//go:embed doc.go
var Manual string
