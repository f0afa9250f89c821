// Package lint tells whether a pack is plain and lawful, beyond what pack.Load
// asks of it: a pack that loads works, a pack that lint takes may be shown to a
// citizen.
//
// A [Finding] is an Error, which refuses the pack, or Advice. What is measured
// or counted may refuse: words in a sentence, scores, signs, documents, the time
// that answers are kept. What is guessed from the shape of words, a passive, a
// future, a word of the office, only advises: a rule of grammar in fifty lines
// is sometimes wrong, and an author must be able to disagree.
//
// Every finding about a sentence has a better one where a rule can write it: the
// word replaced, the sentence cut in two. The author reads it before he takes
// it.
//
// The rules follow the guides of Inclusion Europe for easy-to-read French
// (FALC), the "dix principes d'une démarche en ligne exemplaire", and what the
// criteria of the Observatoire de la qualité ask for; the list of words is our
// own.
package lint
