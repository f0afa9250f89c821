package notice_test

import (
	"fmt"

	"guichet/forms/notice"
)

func ExampleMentions() {
	for _, m := range notice.Mentions(notice.Acknowledgement, notice.Rejection) {
		if !m.Optional {
			fmt.Printf("%-9s %-40s %v\n", m.ID, m.Article, m.Needs)
		}
	}
	// Output:
	// received  CRPA R112-5, 1°                          [received_on]
	// silence   CRPA R112-5, 1° and last paragraph       [implicit_on]
	// appeal    CRPA R112-5, last paragraph; CJA R421-2  [appeal_time appeal_before court court_address]
	// service   CRPA R112-5, 2°                          [service service_address service_phone service_email]
	// law                                                []
	// agent     CRPA L111-2                              [agent]
}

// A template without the agent in charge is refused, with the article.
func ExampleRead() {
	_, err := notice.Read("manque.yaml", []byte(`kind: missing_documents
regime: implicit_acceptance
silence: 2 months
documents: 30 days
languages: [fr]
title: {fr: "Il manque des documents"}
blocks:
  - {mention: missing, text: {fr: "Il manque\u00a0:\n{missing_documents}"}}
  - {mention: deadline, text: {fr: "Apportez tout avant le {documents_before}."}}
  - {mention: effect, text: {fr: "Nous répondons {silence_time} après."}}
  - {mention: service, text: {fr: "{service}\n{service_address}\n{service_phone}"}}
  - {mention: law, text: {fr: "Article L114-5."}}
`))
	fmt.Println(err)
	// Output:
	// manque.yaml:8:3: mention "agent" is missing: CRPA L111-2: first name, name and quality of the agent in charge (add - mention: agent, with {agent} in its text)
}
