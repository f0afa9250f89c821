package notice

import "slices"

// Mention is something that a kind of notice must say.
type Mention struct {
	ID      string // of the block in a template: "appeal"
	Article string // "CRPA R112-5, 1°"; empty where no article wants it
	Why     string // for the author of a template
	Needs   []string
	// Says are words of the law that its text has in every language, because
	// the person will meet them again: "décision implicite de rejet".
	Says []string
	// Optional mentions may stand in the template; others must.
	Optional bool
}

// Legal tells whether an article wants the mention. The others are ours: a
// person cannot do without them.
func (m Mention) Legal() bool { return m.Article != "" }

// rule is a mention and where it holds. No regime: all of them.
type rule struct {
	kinds   []Kind
	regimes []Regime
	Mention
}

var anyKind = Kinds()

const whyLaw = "whoever helps the person can look it up"

var rules = []rule{
	{kinds: []Kind{Acknowledgement}, Mention: Mention{
		ID: "received", Article: "CRPA R112-5, 1°", Needs: []string{"received_on"},
		Why: "the day from which everything is counted",
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Rejection}, Mention: Mention{
		ID: "silence", Article: "CRPA R112-5, 1° and last paragraph", Needs: []string{"implicit_on"},
		Says: []string{"décision implicite de rejet"},
		Why:  "says that silence is a refusal, and from which day",
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Acceptance}, Mention: Mention{
		ID: "silence", Article: "CRPA R112-5, 1° and last paragraph", Needs: []string{"implicit_on"},
		Says: []string{"décision implicite d’acceptation"},
		Why:  "says that silence is a yes, and from which day",
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Rejection}, Mention: Mention{
		ID: "appeal", Article: "CRPA R112-5, last paragraph; CJA R421-2",
		Needs: []string{"appeal_time", "appeal_before", "court", "court_address"},
		Why:   "without it no time to appeal runs (CRPA L112-6)",
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Rejection}, Mention: Mention{
		ID: "reasons_on_request", Article: "CRPA L232-4", Optional: true,
		Why: "the person may ask why",
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Acceptance}, Mention: Mention{
		ID: "certificate", Article: "CRPA R112-5, last paragraph; L232-3",
		Says: []string{"attestation"},
		Why:  "the person may have the acceptance certified",
	}},
	{kinds: []Kind{Acknowledgement}, Mention: Mention{
		ID: "missing", Article: "CRPA R112-5, 3°; L114-5", Needs: []string{"missing_documents"}, Optional: true,
		Why: "what is missing, where something is",
	}},
	{kinds: []Kind{Acknowledgement}, Mention: Mention{
		ID: "deadline", Article: "CRPA R112-5, 3°; L114-5", Needs: []string{"documents_before"}, Optional: true,
		Why: "until when to bring it",
	}},
	{kinds: []Kind{Acknowledgement}, Mention: Mention{
		ID: "effect", Article: "CRPA R112-5, 3°; L114-5", Optional: true,
		Why: "what becomes of the delay meanwhile",
	}},
	{kinds: []Kind{MissingDocuments}, Mention: Mention{
		ID: "missing", Article: "CRPA L114-5", Needs: []string{"missing_documents"},
		Why: "the list of documents and information that are missing",
	}},
	{kinds: []Kind{MissingDocuments}, Mention: Mention{
		ID: "deadline", Article: "CRPA L114-5", Needs: []string{"documents_before"},
		Why: "the time that is given to bring them",
	}},
	{kinds: []Kind{MissingDocuments}, regimes: []Regime{Rejection}, Mention: Mention{
		ID: "effect", Article: "CRPA L114-5", Needs: []string{"documents_before"},
		Why: "the delay after which silence is a refusal stands still meanwhile",
	}},
	{kinds: []Kind{MissingDocuments}, regimes: []Regime{Acceptance}, Mention: Mention{
		ID: "effect", Article: "CRPA L114-5", Needs: []string{"silence_time"},
		Why: "the delay after which silence is a yes begins when everything is there",
	}},
	{kinds: []Kind{Certificate}, Mention: Mention{
		ID: "accepted", Article: "CRPA L232-3", Needs: []string{"subject", "received_on", "implicit_on"},
		Says: []string{"décision implicite d’acceptation", "L232-3"},
		Why:  "what was accepted, and since when",
	}},
	{kinds: []Kind{Certificate}, Mention: Mention{
		ID: "person", Needs: []string{"person"}, Why: "a certificate is shown to others",
	}},
	{kinds: []Kind{Certificate, Decision}, Mention: Mention{
		ID: "author", Article: "CRPA L212-1", Needs: []string{"author"},
		Why: "who signed: first name, name, quality",
	}},
	{kinds: []Kind{Decision}, Mention: Mention{
		ID: "outcome", Needs: []string{"decision", "decided_on"}, Why: "what was decided, and when",
	}},
	{kinds: []Kind{Decision}, Mention: Mention{
		ID: "reasons", Article: "CRPA L211-5", Needs: []string{"reasons"},
		Why: "the reasons, in law and in fact",
	}},
	{kinds: []Kind{Decision}, Mention: Mention{
		ID: "appeal", Article: "CJA R421-1, R421-5",
		Needs: []string{"appeal_time", "appeal_before", "court", "court_address"},
		Why:   "without it no time to appeal runs",
	}},
	{kinds: []Kind{Transfer}, Mention: Mention{
		ID: "transferred", Article: "CRPA L114-2", Needs: []string{"transferred_on", "authority", "authority_address"},
		Why: "the request was passed on, when and to whom",
	}},
	{kinds: []Kind{Transfer}, regimes: []Regime{Rejection}, Mention: Mention{
		ID: "counting", Needs: []string{"received_on"},
		Why: "the delay of a refusal runs since the request came here (CRPA L114-3)",
	}},
	{kinds: []Kind{Transfer}, regimes: []Regime{Acceptance}, Mention: Mention{
		ID: "counting", Why: "the delay of a yes runs when the request is there (CRPA L114-3)",
	}},
	{kinds: []Kind{Transfer}, Mention: Mention{
		ID: "next", Needs: []string{"authority"},
		Why: "the accusé de réception comes from the other authority (CRPA L114-4)",
	}},
	{kinds: []Kind{Acknowledgement}, Mention: Mention{
		ID: "service", Article: "CRPA R112-5, 2°",
		Needs: []string{"service", "service_address", "service_phone", "service_email"},
		Why:   "who deals with the request, and how to reach him",
	}},
	{kinds: []Kind{MissingDocuments, Certificate, Decision, Transfer}, Mention: Mention{
		ID: "service", Article: "CRPA L111-2",
		Needs: []string{"service", "service_address", "service_phone"},
		Why:   "the address of the agent in charge",
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Rejection}, Mention: Mention{
		ID: "law", Says: []string{"L112-3", "L112-6", "R112-5"}, Why: whyLaw,
	}},
	{kinds: []Kind{Acknowledgement}, regimes: []Regime{Acceptance}, Mention: Mention{
		ID: "law", Says: []string{"L112-3", "L232-3", "R112-5"}, Why: whyLaw,
	}},
	{kinds: []Kind{MissingDocuments}, Mention: Mention{
		ID: "law", Says: []string{"L114-5"}, Why: whyLaw,
	}},
	{kinds: anyKind, Mention: Mention{
		ID: "agent", Article: "CRPA L111-2", Needs: []string{"agent"},
		Why: "first name, name and quality of the agent in charge",
	}},
}

// Mentions is what a notice of a kind and regime must say, and may say
// ([Mention.Optional]). It is empty where the kind does not have the regime.
func Mentions(k Kind, r Regime) []Mention {
	if !k.allows(r) {
		return nil
	}
	var out []Mention
	for _, rule := range rules {
		if slices.Contains(rule.kinds, k) && (rule.regimes == nil || slices.Contains(rule.regimes, r)) {
			out = append(out, rule.Mention)
		}
	}
	return out
}
