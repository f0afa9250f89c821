package forms

// MaxInstances is how many times a repeat that sets no maximum may be filled.
const MaxInstances = 20
