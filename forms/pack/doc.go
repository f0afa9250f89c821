// Package pack reads the folder of a procedure and checks everything in it.
// A pack that loads can be used; one that does not gives every fault at once,
// each with its file, line, column and mend.
//
//	pack.yaml              what it is, who answers for it        [Manifest]
//	form.yaml              its pages, values worked out of them
//	i18n/<lang>.yaml       its texts in each language
//	lists/<name>.csv       choice lists
//	reminders.yaml         what to remind the citizen of         optional
//	outputs.yaml           where a submission goes               optional, [Output]
//	notifications/*.yaml   what the town hall answers with       optional, see forms/notice
//	tests/*.yaml           visits that it must pass              optional, see forms/trial
//
// Nothing else stands in the folder, but files whose name begins with a dot
// or ends with "~". Files are strict YAML (see forms/strictyaml): an unknown
// key, a number without quotes where a text is due, an anchor are faults.
// [Schemas] gives editors completion.
//
// # pack.yaml
//
//	id: cantine                       # the name of the folder
//	version: 1.0.0                    # the revision: raise it with each change
//	languages: [fr, fr-x-falc, en]
//	icon: tools-kitchen-2             # on the menu
//	minutes: 10                       # to fill it in
//	answer_days: 15                   # the town hall answers within
//	retention_days: 400               # and keeps the answers so long
//	min_kiosk: 1.2.0                  # optional: the oldest kiosk that can show it
//	validity: {from: 2026-09-01, until: 2026-10-15}   # optional
//	authority: {name: …, service: …, siret: "…", address: [line, line], phone: "…", email: …}
//	legal_basis: {url: "https://…", dpo: dpo@exemple.fr}
//	documents: [livret_famille]       # to bring, always; see type file for others
//	contacts:                         # at least two people, with hours
//	  - {id: accueil, human: true, phone: "…", hours: "Mo-Fr 08:30-12:00; PH off"}
//	  - {id: ecoles, human: true, email: …, hours: "Tu 14:00-17:00; PH off",
//	     sip: "sip:ecoles@mairie.example", video: "https://…",
//	     languages: [fr, fsl], accessibility: [step_free, hearing_loop]}
//
// Hours are written as package hours reads them.
//
// # form.yaml
//
//	sections: [enfant, repas]         # groups of pages
//	exits:                            # pages that end a visit without a request
//	  - {id: autre_commune, url: "https://…"}
//	pages:                            # one question each, in order
//	  - id: naissance                 # a-z, 0-9 and _; its texts begin with it
//	    section: enfant
//	    type: date
//	    min_date: today-13y
//	    concept: child.birth_date     # see [forms.Concepts]: proposed in the next procedure
//	  - id: allergie
//	    type: yes_no
//	    visible_if: {lt: [age, 12]}   # hidden otherwise
//	    leave: [{if: {eq: [allergie, true]}, to: autre_commune}]
//	same:                             # who asks for himself is not asked twice
//	  - {concept: subject, as: requester, if: {eq: [pour_moi, true]}}   # see [forms.Same]
//	computed:                         # see package calc
//	  - {id: age, type: number, expr: "age(naissance)"}
//
// The types, and the keys that only they have:
//
//	explanation    read, not asked
//	yes_no
//	choice_one     choices: [a, b], or list: name
//	choice_many    likewise; min, max ticks
//	choice_linked  list: name, of a list with groups: a school, then a class of it
//	text           max_length
//	text_long      max_length
//	number         min, max; whole
//	money          min, max in cents
//	date           min_date, max_date ("2026-09-01", today, today+15d,
//	               today-3m, today-18y), unknown_day
//	month_year     min_date, max_date
//	name           family name and first names
//	civility
//	address        in France
//	commune        of the official code; birthplaces too
//	country
//	phone, email, iban, nir, siret
//	file           a document to bring: "I bring it", "not yet"; text "document"
//	signature      by finger
//	declaration    a box to tick; those at the end come after check your answers
//	repeat         pages: […], min, max instances, summary_from: the page that names one
//
// Every page may have visible_if, leave, section; those that ask, optional (an
// empty answer goes on) and unknown ("I don't know" goes on), but for a
// declaration, a file and a signature, where there is nothing not to know.
//
// A condition has one operator: and, or, not, eq, ne, lt, le, gt, ge, in,
// not_in, empty, in_departement, in_region; see [forms.Condition]. It names
// pages and values that come before.
//
// # Lists
//
//	value,fr,en                       value,group,fr,en
//	ferry,École Ferry,Ferry school    ferry,,École Ferry,Ferry school
//	zola,École Zola,Zola school       ferry-cp,ferry,CP,Year 2
//
// On the right a list with groups, for choice_linked: the line of a group has
// none itself and stands above those of its choices.
//
// # Texts
//
// Texts are found by key, in every language of the pack. Needed:
//
//	pack.title, subject, intro, next, keep, legal
//	section.<id>, document.<id>, computed.<id>, reminder.<id>
//	contact.<id>.name                 .what and .hours may be: without .hours
//	                                  the sentence is made of the contact's hours
//	exit.<id>.title, .text            .address may be
//	<page>.title                      .choice.<value> .text .agree .more .item
//	                                  .document where the type has them
//
// A page may have .help (one sentence), .why ("Pourquoi cette question ?"),
// .example where something is typed, and .pitfall.1 to .pitfall.5 (frequent
// errors). A text that one language has, all have. In a repeat {n} is the
// number of the person; {age} in the help or the text of a later page, or in a
// reminder, is a computed value.
//
// # reminders.yaml
//
//	reminders:
//	  - {id: renouveler, if: {eq: [habitant, true]}, when: "add_years(delivrance, 10)"}
//
// The kiosk prints the day and a symbol for the telephone: see [Calendar]. A
// reminder whose date cannot be worked out, or is past, is left out.
//
// # Strangers
//
// A pack may come from anybody. Everything is bounded (see [MaxPages] and
// those beside it), nothing of it is run but expressions without loops, and
// what is too much is refused before it is looked at in detail.
package pack
