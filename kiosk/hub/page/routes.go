package page

import (
	"net/http"

	"guichet/kiosk/hub/dress"
	"guichet/kiosk/hub/users"
)

// open and signedIn stand for an action where a route needs none.
const (
	open     users.Action = "open"      // anybody
	signedIn users.Action = "signed_in" // anybody with a session
)

// route is one address. What stands behind a path (a kiosk, a town) is checked
// again by its handler, which knows whose it is.
type route struct {
	pattern string
	need    users.Action
	handle  func(*visit) error
}

// routes is every address of the page.
var routes = []route{
	{"GET /{$}", open, (*visit).home},
	{"GET /connexion", open, (*visit).showSignIn},
	{"POST /connexion", open, (*visit).signIn},
	{"GET /connexion/code", open, (*visit).showCode},
	{"POST /connexion/code", open, (*visit).giveCode},
	{"GET /connexion/mot-de-passe", open, (*visit).showRenew},
	{"POST /connexion/mot-de-passe", open, (*visit).renew},
	{"GET /connexion/fournisseur", open, (*visit).beginProvider},
	{"GET /connexion/fournisseur/retour", open, (*visit).finishProvider},
	{"POST /deconnexion", signedIn, (*visit).signOut},

	{"GET /bornes", users.SeeFleet, (*visit).list},
	{"GET /bornes/vivant", users.SeeFleet, (*visit).listLive},
	{"GET /bornes/plan", users.SeeFleet, (*visit).plan},
	{"GET /bornes/plan/image/{town}", users.SeeFleet, (*visit).planImage},
	{"GET /bornes/ajouter", users.EditKiosks, (*visit).showEnrol},
	{"POST /bornes/ajouter", users.EditKiosks, (*visit).enrol},
	{"GET /bornes/ajouter/vivant", users.EditKiosks, (*visit).enrolLive},
	{"GET /bornes/{id}", users.SeeFleet, (*visit).kiosk},
	{"POST /bornes/{id}", users.EditKiosks, (*visit).editKiosk},
	{"POST /bornes/{id}/place", users.EditKiosks, (*visit).placeKiosk},
	{"GET /bornes/{id}/retirer", users.EditKiosks, (*visit).showRevoke},
	{"POST /bornes/{id}/retirer", users.EditKiosks, (*visit).revoke},

	{"GET /demarches", users.SeeFleet, (*visit).packs},
	{"POST /demarches", users.RollOut, (*visit).startRollout},
	{"GET /demarches/{id}", users.SeeFleet, (*visit).rollout},
	{"GET /demarches/{id}/vivant", users.SeeFleet, (*visit).rolloutLive},
	{"POST /demarches/{id}/{what}", users.RollOut, (*visit).steer},

	{"GET /demandes", users.SeeInbox, (*visit).inbox},
	{"GET /historique", users.SeeHistory, (*visit).history},

	{"GET /comptes", users.ManageUsers, (*visit).accounts},
	{"POST /comptes", users.ManageUsers, (*visit).addAccount},
	{"GET /comptes/{login}", users.ManageUsers, (*visit).account},
	{"POST /comptes/{login}", users.ManageUsers, (*visit).changeAccount},
	{"POST /comptes/{login}/mot-de-passe", users.ManageUsers, (*visit).resetAccount},

	{"GET /mon-compte", signedIn, (*visit).me},
	{"POST /mon-compte/mot-de-passe", signedIn, (*visit).changePassword},
	{"GET /mon-compte/code", signedIn, (*visit).showTOTP},
	{"POST /mon-compte/code", signedIn, (*visit).setTOTP},
	{"POST /mon-compte/code/retirer", signedIn, (*visit).dropTOTP},
	{"POST /mon-compte/outils", signedIn, (*visit).addTool},
	{"POST /mon-compte/fermer", signedIn, (*visit).dropToken},
	{"POST /mon-compte/fermer-tout", signedIn, (*visit).dropAll},
}

// handler is all routes behind what every answer needs.
func (p *Page) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", p.files())
	for _, r := range routes {
		mux.HandleFunc(r.pattern, p.serve(r))
	}
	mux.HandleFunc("/", p.serve(route{"/", open, func(*visit) error { return errNotFound }}))
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(p.serve(route{"", open, func(*visit) error { return errForged }})))
	return dress.Handler(guard.Handler(mux), "camera=(), geolocation=(), microphone=()", p.Plain)
}
