package diagnosis

import (
	"regexp"
	"runtime/debug"
)

// modulePath is a module of somebody's domain, ownPath a program of ours.
var (
	modulePath = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._~-]+)+$`)
	ownPath    = regexp.MustCompile(`^guichet/cmd/kiosk(ctl|hub)?$`)
)

// moduleVersion is a version, or the moment and the commit of one
// (https://go.dev/ref/mod#pseudo-versions).
var moduleVersion = regexp.MustCompile(`^v[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}(-(0\.|pre\.|rc\.|[a-z0-9]+\.0\.)*[0-9]{14}-[0-9a-f]{12})?(\+incompatible)?$|^\(devel\)$`)

// buildSettings are those that tell one build from another; the others may name
// a folder of whoever built it.
var buildSettings = map[string]*regexp.Regexp{
	"-tags": regexp.MustCompile(`^((x11|gles|no_animations|no_emoji|nolibopusfile)(,|$))+$`), "-race": yesNo, "CGO_ENABLED": regexp.MustCompile(`^[01]$`),
	"GOARCH": regexp.MustCompile(`^(amd64|arm64|arm|386|riscv64)$`), "GOOS": regexp.MustCompile(`^linux$`),
	"GOAMD64": regexp.MustCompile(`^v[1-4]$`), "GOARM64": regexp.MustCompile(`^v[89]\.[0-9]$`),
	"vcs.revision": regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`), "vcs.modified": yesNo,
	"vcs.time": regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$`),
}

var yesNo = regexp.MustCompile(`^(true|false)$`)

func build(info *debug.BuildInfo) string {
	if info == nil {
		return ""
	}
	rows := [][2]string{{"go", shaped(info.GoVersion, version)}, {"program", shaped(info.Path, ownPath)}, {"version", shaped(info.Main.Version, moduleVersion)}}
	for _, s := range info.Settings {
		if shape := buildSettings[s.Key]; shape != nil {
			rows = append(rows, [2]string{s.Key, shaped(s.Value, shape)})
		}
	}
	for _, m := range info.Deps {
		rows = append(rows, [2]string{shaped(m.Path, modulePath), shaped(m.Version, moduleVersion)})
	}
	return pairs(rows)
}
