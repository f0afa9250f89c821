package forms

import "strconv"

// counted is a problem that says how many are missing or too many. One is its
// own sentence in every language: "Il manque un chiffre".
func counted(field, key string, n int, args ...string) *Problem {
	if n == 1 {
		return problem(field, key+"_one", args...)
	}
	return problem(field, key, append(args, "n", strconv.Itoa(n))...)
}
