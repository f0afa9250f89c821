package page

import (
	"net/http"

	"guichet/kiosk/hub/store"
)

// historyView is what the template of the history gets.
type historyView struct {
	Acts       []store.Act
	Everywhere bool
	More       bool
	Limit      int
}

func (v *visit) history() error {
	limit := v.form.number("combien", 1, 2000, 200)
	acts, err := v.Store.Acts(v.r.Context(), v.user().Town, limit)
	if err != nil {
		return err
	}
	d := historyView{acts, v.everywhere(), len(acts) == limit && limit < 2000, limit}
	return v.show(http.StatusOK, "history", view{Title: v.views.text("history.title"), Here: "historique", Data: d})
}
