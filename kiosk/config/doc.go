// Package config is the one file that says how a kiosk is set up: strict YAML,
// written by the person who installs the kiosk and kept by the town hall.
//
// [Read] refuses a file with every fault that it has, each with its line, its
// column and its mend. What the file leaves out has the value of [Default].
// packaging/etc/kiosk.yaml is a sample with every key.
//
// The comment of each field says its unit, its default, and who changes it:
// the installer (hardware, once), the administrator (the town hall's computer
// people) or the front desk (hours, telephone numbers).
package config
