package notice

import "slices"

// Kind is what a notice is for.
type Kind string

const (
	// Acknowledgement is the accusé de réception (CRPA L112-3, R112-5).
	Acknowledgement Kind = "acknowledgement"
	// MissingDocuments says what a request lacks (CRPA L114-5).
	MissingDocuments Kind = "missing_documents"
	// Certificate is the attestation of an implicit acceptance (CRPA L232-3).
	Certificate Kind = "implicit_acceptance_certificate"
	// Decision is an answer with its reasons and the ways to appeal.
	Decision Kind = "decision"
	// Transfer says that another authority deals with the request (CRPA L114-2).
	Transfer Kind = "transfer"
)

// Kinds are all kinds.
func Kinds() []Kind {
	return []Kind{Acknowledgement, MissingDocuments, Certificate, Decision, Transfer}
}

// Regime is what silence means for the request.
type Regime string

const (
	// Rejection: silence is a refusal (CRPA L231-4).
	Rejection Regime = "implicit_rejection"
	// Acceptance: silence is a yes (CRPA L231-1).
	Acceptance Regime = "implicit_acceptance"
	// None: there is nothing left to decide, or another authority says what
	// silence means. Silence is always an answer (L231-1 to L231-5), so what
	// the authority itself says while it has not answered names one.
	None Regime = "none"
)

// regimes says which regimes a kind can have.
var regimes = map[Kind][]Regime{
	Acknowledgement:  {Rejection, Acceptance},
	MissingDocuments: {Rejection, Acceptance},
	Certificate:      {Acceptance},
	Decision:         {None},
	Transfer:         {Rejection, Acceptance, None},
}

func (k Kind) allows(r Regime) bool { return slices.Contains(regimes[k], r) }
