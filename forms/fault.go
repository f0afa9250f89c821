package forms

import "guichet/forms/strictyaml"

// Fault is one thing wrong in a pack: file, line, column, what, and its mend.
type Fault = strictyaml.Fault

// Faults is all that is wrong in a pack, sorted by place. It is an error.
type Faults = strictyaml.Faults
