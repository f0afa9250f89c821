package page

import (
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"guichet/drivers/symbol"
	"guichet/kiosk/hub/users"
)

// meView is what the templates of one's own account get.
type meView struct {
	Role     string
	Town     string
	Password bool // there is one: not all come from a provider
	TOTP     bool
	Left     int // recovery codes
	Sessions []users.Session
	Current  string
	Tools    []users.Tool
	Secret   string   // key of a tool that was just made: shown once
	Codes    []string // recovery codes that were just made: shown once
	Label    string

	Enrolment users.Enrolment
	QR        template.HTML
}

func (v *visit) me() error { return v.showMe(http.StatusOK, view{}, meView{}) }

func (v *visit) showMe(status int, w view, d meView) (err error) {
	ctx, u := v.r.Context(), v.user()
	d.Role, d.Town, d.Password, d.TOTP, d.Current = u.Role, u.Town, u.Password != "", u.TOTP != nil, v.s.ID
	if d.Left, err = v.Users.RecoveryLeft(ctx, u.Login); err != nil {
		return err
	}
	if d.Sessions, err = v.Users.Sessions(ctx, u.Login); err != nil {
		return err
	}
	if d.Tools, err = v.Users.Tools(ctx, u.Login); err != nil {
		return err
	}
	w.Title, w.Here, w.Data = v.views.text("me.title"), "mon-compte", d
	return v.show(status, "me", w)
}

// passwordFault says what is wrong with a password that was typed: the one
// that is asked for again, or a new one.
func (v *visit) passwordFault(err error, old, fresh string) (view, bool) {
	var weak *users.WeakError
	switch {
	case errors.As(err, &weak):
		return v.views.fault("weak."+weak.Word, fresh), true
	case errors.Is(err, users.ErrWrong):
		return v.views.fault("wrong_password", old), true
	}
	return view{}, false
}

func (v *visit) changePassword() error {
	old, fresh := v.form.raw("actuel"), v.form.raw("nouveau")
	if fresh != v.form.raw("encore") {
		return v.showMe(http.StatusUnprocessableEntity, v.views.fault("twice", "encore"), meView{})
	}
	err := v.Users.ChangePassword(v.r.Context(), v.s, old, fresh)
	if w, mend := v.passwordFault(err, "actuel", "nouveau"); mend {
		return v.showMe(http.StatusUnprocessableEntity, w, meView{})
	}
	if err != nil {
		return err
	}
	return v.done("/mon-compte", "password_changed")
}

func (v *visit) showTOTP() error { return v.drawTOTP(http.StatusOK, view{}) }

func (v *visit) drawTOTP(status int, w view) error {
	e, err := v.Users.BeginTOTP(v.user().Login, v.Issuer)
	if err != nil {
		return err
	}
	qr, err := drawQR(e.URL)
	if err != nil {
		return err
	}
	w.Title, w.Here = v.views.text("totp.title"), "mon-compte"
	w.Data = meView{Enrolment: e, QR: qr, Password: v.user().Password != ""}
	return v.show(status, "totp", w)
}

// setTOTP turns the codes on, or shows a new QR code where the first code of
// the last one was not right: which of the two was scanned is not known then.
func (v *visit) setTOTP() error {
	codes, err := v.Users.FinishTOTP(v.r.Context(), v.s, v.form.raw("billet"), v.form.line("code"), v.form.raw("actuel"))
	if errors.Is(err, users.ErrWrong) || errors.Is(err, users.ErrSession) {
		return v.drawTOTP(http.StatusUnprocessableEntity, v.views.fault("totp", "code"))
	}
	if err != nil {
		return err
	}
	if v.s, err = v.Users.Session(v.r.Context(), v.secret(), false); err != nil {
		return err
	}
	return v.showMe(http.StatusOK, view{Done: v.views.text("done.totp_on")}, meView{Codes: codes})
}

func (v *visit) dropTOTP() error {
	err := v.Users.DropTOTP(v.r.Context(), v.s, v.form.raw("actuel"))
	if w, mend := v.passwordFault(err, "actuel-code", ""); mend {
		return v.showMe(http.StatusUnprocessableEntity, w, meView{})
	}
	if err != nil {
		return err
	}
	return v.done("/mon-compte", "totp_off")
}

func (v *visit) addTool() error {
	label := v.form.line("nom")
	secret, err := v.Users.NewTool(v.r.Context(), v.s, label, v.form.raw("actuel"))
	if errors.Is(err, users.ErrLabel) {
		return v.showMe(http.StatusUnprocessableEntity, v.views.fault("tool", "nom"), meView{Label: label})
	}
	if w, mend := v.passwordFault(err, "actuel-outil", ""); mend {
		return v.showMe(http.StatusUnprocessableEntity, w, meView{Label: label})
	}
	if err != nil {
		return err
	}
	return v.showMe(http.StatusOK, view{Done: v.views.text("done.tool_made")}, meView{Secret: secret})
}

func (v *visit) dropToken() error {
	if err := v.Users.DropToken(v.r.Context(), v.s, v.form.line("lequel")); err != nil && !errors.Is(err, users.ErrSession) {
		return err
	}
	return v.done("/mon-compte", "token_dropped")
}

func (v *visit) dropAll() error {
	if err := v.Users.SignOutEverywhere(v.r.Context(), v.user().Login, v.s); err != nil {
		return err
	}
	return v.done("/mon-compte", "signed_out_elsewhere")
}

// drawQR draws a QR code as SVG, with the four modules of white around it that
// readers want (ISO/IEC 18004).
func drawQR(text string) (template.HTML, error) {
	m, err := symbol.New(symbol.QR, text)
	if err != nil {
		return "", err
	}
	var path strings.Builder
	for y := range m.Height {
		for x := range m.Width {
			if m.Black(x, y) {
				path.WriteString("M" + strconv.Itoa(x+4) + " " + strconv.Itoa(y+4) + "h1v1h-1z")
			}
		}
	}
	size := strconv.Itoa(m.Width + 8)
	return template.HTML(`<svg class="qr" viewBox="0 0 ` + size + ` ` + size + `" aria-hidden="true">` +
		`<rect width="` + size + `" height="` + size + `" fill="#fff"/><path fill="#000" d="` + path.String() + `"/></svg>`), nil
}
