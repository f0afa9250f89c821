// Package trial runs the tests that a pack brings with it: tests/*.yaml. A
// test is one citizen's visit, told in answers, and what must come of it:
//
//	tests:
//	  - name: "Un enfant, deux parents séparés"
//	    day: 2026-11-21            # today, for this test
//	    lang: fr                   # French if left out
//	    answers:                   # by the id of the page
//	      enfant_nom: {family: Costa, given: Inès}
//	      enfant_naissance: 2019-05-14
//	      second: true
//	      jours: [lundi, jeudi]
//	      classe: {dont_know: true}
//	      rue: grande_rue          # choice_linked: its group is found
//	      ordonnance: bring        # a file; or later
//	      signature: "100,100 300,200"         # points of the finger
//	      urgences:                # a repeat: one map an instance
//	        - {urgence_nom: {family: Costa, given: Ana}, urgence_telephone: "06 39 98 12 34"}
//	    wrong:                     # tried first: the page must refuse it
//	      - {page: enfant_naissance, input: 1990-01-01, problem: date.early}
//	    expect:
//	      ends: check              # or exit:autre_ecole
//	      path: [enfant_nom, …]    # every page in order
//	      meets: [garde]           # or only some that must be shown,
//	      skips: [jugement]        # and some that must not
//	      texts: ["Qui paie la cantine ?"]
//	      shown: {enfant_naissance: "14 mai 2019"}
//	      computed: {prix: "3,20 €"}           # as the citizen reads it
//	      documents: [ordonnance]              # the file pages that were asked, all of them
//	      reminders: {premier_repas: 2026-12-28}
//	      paper: {receipt: ["Inscription à la restauration scolaire"]}
//
// A page that is only read needs no answer; one that may be left empty and has
// none is left empty. An answer that no page asks for is a fault: the test has
// outlived the form.
//
// Tests run when a pack is built and again on the kiosk before it is shown to
// anybody. They come from whoever wrote the pack, so they are bounded: in
// number, in bytes, and in work, which is counted and not timed, so that the
// same pack passes or fails everywhere.
package trial
