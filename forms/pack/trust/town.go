package trust

import (
	"fmt"
	"regexp"
	"strings"
)

// cog is a commune's code of INSEE's code officiel géographique: 04999,
// 2A004, 97411.
var cog = regexp.MustCompile(`^([0-9][0-9]|2[AB])[0-9]{3}$`)

// CheckTown refuses what is not a COG code of a commune.
func CheckTown(town string) error {
	if !cog.MatchString(town) {
		return fmt.Errorf("trust: %q is not the COG code of a commune, such as 04999 or 2A004", town)
	}
	return nil
}

// Department is the code of the département of a town: 04, 2A, 974.
func Department(town string) string {
	if strings.HasPrefix(town, "97") || strings.HasPrefix(town, "98") {
		return town[:3]
	}
	return town[:2]
}

// DepartmentRole is the name of the role that names the towns of a
// département: d04.
func DepartmentRole(department string) string { return "d" + department }

// TownRole is the name of the role of a town: c04999.
func TownRole(town string) string { return "c" + town }

// Folder is where the targets of a town are: "04/04999/".
func TownFolder(town string) string { return Department(town) + "/" + town + "/" }

// DepartmentPattern and TownPattern are what the two levels of delegation
// cover. A star does not cross a slash.
func DepartmentPattern(department string) string { return department + "/*/*" }

// TownPattern is as [DepartmentPattern].
func TownPattern(town string) string { return TownFolder(town) + "*" }
