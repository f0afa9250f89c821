package dialogue

import "guichet/drivers/printer"

// Language is what one family of printers says and understands. A value
// belongs to one printer, and one goroutine at a time calls it: it may keep
// what it heard.
type Language interface {
	// Encode turns doc into a job: the bytes from initialising to the cut and
	// the presenter. They hold no real-time command.
	Encode(doc printer.Document) ([]byte, error)
	// Lead is how many bytes at the front of every job print nothing.
	Lead() int
	// Padding ends whatever command an abandoned job left unfinished, and
	// initialises. Outside a command it prints nothing.
	Padding() []byte
	// Parting cuts off, or feeds out, what an abandoned job left on the paper.
	Parting() []byte

	// Splitter cuts what the printer says into replies, from a fresh start.
	Splitter() Splitter
	// Told reads a status that the printer sent by itself; ok is false where r
	// is something else. It is shown every reply, in order.
	Told(r Reply) (s printer.Status, ok bool)
	// Sense are the questions about the sensors, in order, asked in real time.
	// A printer answers the first at least.
	Sense() []Question
	// Read puts the answers to Sense together. An answer that did not come is
	// the zero Reply.
	Read(answers []Reply) printer.Status

	// Confirm is the question that is queued behind a job: its answer says that
	// all before it was processed. id is 4 capital letters, another for every
	// job. ok is false where the model has no such question.
	Confirm(id string) (q Question, ok bool)
	// Proves says whether the answer to Confirm means ink on paper. Where it
	// only means "processed", the sensors are asked after it.
	Proves() bool
	// Clear empties the printer's buffers in real time; ok is false where the
	// model cannot.
	Clear() (q Question, ok bool)
	// Retract draws back, or throws out, a paper that nobody took. nil where
	// there is no presenter or where it does so by itself.
	Retract() []byte
}

// Armer is a Language whose printer can be asked to tell by itself when a
// sensor changes, outside of a job.
type Armer interface {
	// Arm turns that on. Its bytes print nothing; nil where the model cannot.
	Arm() []byte
}

// Presenting is a Language whose printer has a mouth with a sensor.
type Presenting interface {
	// ByMouth says that a document is confirmed by its paper coming out: the
	// mouth was empty before the job and holds a paper after it. Confirm is not
	// asked then, and Parting does not leave a paper in the mouth.
	ByMouth() bool
}

// Question is a command and the reply to it.
type Question struct {
	Bytes []byte
	Fits  func(Reply) bool
	// Queued: it is no real-time command and waits its turn among the bytes of
	// documents. A command that was cut short would swallow it, and a printer
	// that stopped does not answer it.
	Queued bool
}

// Reply is one thing that the printer said. Kind is the language's own number.
type Reply struct {
	Kind int
	Data []byte
}

// Splitter cuts a stream into replies. Bytes of no known shape, XON and XOFF
// among them, are passed over.
type Splitter interface {
	// Feed takes what came and returns the replies that it completes.
	Feed(p []byte) []Reply
}
