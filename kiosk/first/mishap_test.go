package first

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/fleet"
	"guichet/kiosk/words"
)

// Every mishap has its own sentence, which says what to do next.
func TestMishaps(t *testing.T) {
	lost := func(err error) error { return fmt.Errorf("%w: %w", fleet.ErrNoHub, err) }
	dial := func(op string, err error) error { return lost(&net.OpError{Op: op, Err: err}) }
	refused := func(status int, word string) error { return &fleet.Refusal{Status: status, Type: word} }
	for name, c := range map[string]struct {
		err  error
		key  string
		says string
	}{
		"spent":                   {fleet.ErrSpent, "spent", "dix minutes"},
		"another hub":             {fleet.ErrWrongHub, "wrong_hub", "quatre derniers groupes"},
		"a file that is missing":  {errors.Join(ErrAuthority, &fs.PathError{Err: fs.ErrNotExist}), "ca_file", "/etc/guichet/ca.pem"},
		"a disk":                  {&fs.PathError{Op: "open", Err: syscall.EROFS}, "disk", "disque"},
		"too many":                {refused(http.StatusTooManyRequests, "too_many"), "too_many", "deux minutes"},
		"the clock":               {refused(http.StatusUnauthorized, "clock"), "clock", "19\u00a0h\u00a042"},
		"busy":                    {refused(http.StatusServiceUnavailable, "unknown"), "busy", "une minute"},
		"a portal":                {refused(http.StatusForbidden, ""), "not_hub", "identifier"},
		"malformed":               {refused(http.StatusBadRequest, "malformed"), "failed", "autre code"},
		"no TLS there":            {lost(http.ErrSchemeMismatch), "not_hub", "adresse"},
		"a stranger":              {lost(x509.UnknownAuthorityError{}), "stranger_ca", "hub.ca"},
		"another name":            {lost(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}), "other_name", "hub.url"},
		"old":                     {lost(x509.CertificateInvalidError{Reason: x509.Expired}), "dated", "22 novembre 2026"},
		"no authority":            {lost(x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}), "stranger_ca", "hub.ca"},
		"no such name":            {dial("dial", &net.DNSError{Name: "bornes.example", IsNotFound: true}), "name", "bornes.example"},
		"no resolver":             {dial("dial", &net.DNSError{Name: "bornes.example", IsTemporary: true}), "no_network", "câble"},
		"no way":                  {dial("dial", syscall.ENETUNREACH), "no_network", "câble"},
		"a closed port":           {dial("dial", syscall.ECONNREFUSED), "closed", "port"},
		"a proxy":                 {dial("proxyconnect", syscall.ECONNREFUSED), "proxy", "HTTPS_PROXY"},
		"hung up":                 {lost(errors.New("EOF")), "silent", "ne répond pas"},
		"silence":                 {context.DeadlineExceeded, "silent", "ne répond pas"},
		"something nobody thinks": {errors.New("x"), "failed", "journal"},
	} {
		p := New(Config{CA: "/etc/guichet/ca.pem", Now: func() time.Time { return time.Date(2026, 11, 22, 19, 42, 0, 0, time.UTC) }})
		s := p.mishap(c.err)
		if text := p.tell(s).S; s.key != "first.problem."+c.key || !strings.Contains(plainer.Replace(text), plainer.Replace(c.says)) || strings.Contains(text, "{") {
			t.Errorf("%s: %s, %q", name, s.key, text)
		}
	}
}

var plainer = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// Without a file of an authority, the next thing to do is to give one.
func TestAStrangerWithoutAFile(t *testing.T) {
	p := New(Config{})
	if s := p.mishap(fmt.Errorf("%w: %w", fleet.ErrNoHub, x509.UnknownAuthorityError{})); s.key != "first.problem.stranger" {
		t.Errorf("it says %s", s.key)
	}
}

// Every sentence that the code names is there, and none is there that nothing says.
func TestWordsAreThoseOfTheCode(t *testing.T) {
	used := keysInCode(t)
	for _, lang := range words.StaffLanguages {
		c := words.ForStaff(lang)
		for key := range used {
			if !c.Has(key) {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for _, key := range c.Keys() {
			if strings.HasPrefix(key, "first.") && !used[key] {
				t.Errorf("%s has %s, which nothing says", lang, key)
			}
		}
	}
	if !strings.Contains(words.ForStaff(forms.French).Text("first.ask.help"), "Ajouter une borne") {
		t.Error("the words of the hub's page are others")
	}
}

func keysInCode(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, _ := strconv.Unquote(lit.Value); strings.HasPrefix(s, "first.") && s != "first.problem." {
					used[s] = true
				}
			}
			return true
		})
	}
	return used
}
