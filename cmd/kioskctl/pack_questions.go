package main

// newPack is what "pack new" writes down.
type newPack struct {
	Title, TitleEN, Subject, SubjectEN, ID string

	Town, Service, Siret, Street, City, Phone, Email string

	Law, LawURL               string
	AnswerDays, RetentionDays string

	Name1, Phone1, Hours1, Name2, Phone2, Hours2 string
}

// question is one that "pack new" asks, and the flag that answers it.
type question struct {
	flag  string
	ask   string // in a line
	why   string // for who does not know what is meant
	usual func(n *newPack) string
	into  func(n *newPack) *string
	check func(string) (string, error) // gives what is written down
}

func usually(s string) func(*newPack) string { return func(*newPack) string { return s } }

// newQuestions are in the order in which they are asked. What is usual is of a
// town that does not exist, and passes every check.
var newQuestions = []question{
	{"title", "What does a citizen do with it? In French, as he says it", "It stands on the menu of the kiosk: a verb first, at most 10 words.",
		usually(usualTitle), func(n *newPack) *string { return &n.Title }, checkTitle},
	{"title-en", "What does a citizen do with it? In English", "For those who read English.",
		func(n *newPack) string { return inEnglish(n.Title) }, func(n *newPack) *string { return &n.TitleEN }, checkTitle},
	{"subject", "What is it called on the receipt? In French", "A noun, as an agent says it: Inscription à la cantine.",
		usually(usualSubject), func(n *newPack) *string { return &n.Subject }, checkTitle},
	{"subject-en", "What is it called on the receipt? In English", "",
		func(n *newPack) string { return inEnglish(n.Subject) }, func(n *newPack) *string { return &n.SubjectEN }, checkTitle},
	{"id", "A short name for the pack", "For files and addresses: a-z, 0-9 and -. It never changes.",
		func(n *newPack) string { return slug(n.Title) }, func(n *newPack) *string { return &n.ID }, checkID},
	{"town", "The town hall, as its letters name it", "",
		usually("Mairie de Saint-Éloi"), func(n *newPack) *string { return &n.Town }, checkText},
	{"service", "The service in charge; nothing if there is none", "",
		usually("Accueil"), func(n *newPack) *string { return &n.Service }, checkAny},
	{"siret", "The SIRET of the town hall", "14 digits; annuaire-entreprises.data.gouv.fr has it.",
		usually("21049990100010"), func(n *newPack) *string { return &n.Siret }, checkSiret},
	{"street", "Street and number of the town hall", "", usually("1, place de l’Hôtel-de-Ville"), func(n *newPack) *string { return &n.Street }, checkText},
	{"city", "Postcode and town of the town hall", "", usually("04230 Saint-Éloi"), func(n *newPack) *string { return &n.City }, checkText},
	{"phone", "Telephone number of the town hall", "", usually("04 65 71 00 00"), func(n *newPack) *string { return &n.Phone }, checkPhone},
	{"email", "E-mail address of the town hall; nothing if there is none", "", usually("mairie@saint-eloi.fr"), func(n *newPack) *string { return &n.Email }, checkEmail},
	{"law", "The law that it rests on, in a few words of French", "A citizen reads it: a code and an article, or the decision of the council.",
		usually("Code des relations entre le public et l’administration"), func(n *newPack) *string { return &n.Law }, checkLaw},
	{"law-url", "The address of that law on the web", "On legifrance.gouv.fr, or on the site of the town.",
		usually("https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000031366350"), func(n *newPack) *string { return &n.LawURL }, checkURL},
	{"answer-days", "Within how many days does the town hall answer?", "The receipt promises it. After 60 days silence is an answer.",
		usually("15"), func(n *newPack) *string { return &n.AnswerDays }, checkDays},
	{"retention-days", "How many days does it keep the answers?", "No longer than it needs them; then they are erased.",
		usually("365"), func(n *newPack) *string { return &n.RetentionDays }, checkDays},
	{"name1", "Somebody to talk to: who?", "Two people at least must answer questions, each with hours.",
		usually("Accueil de la mairie"), func(n *newPack) *string { return &n.Name1 }, checkText},
	{"phone1", "At which number does the first one answer?", "", func(n *newPack) string { return n.Phone }, func(n *newPack) *string { return &n.Phone1 }, checkPhone},
	{"hours1", "When is the first one there?", hoursHelp, usually("Mo-Fr 09:00-12:00,14:00-17:00; PH off"), func(n *newPack) *string { return &n.Hours1 }, checkHours},
	{"name2", "Somebody else to talk to: who?", "", usually("Secrétariat de la mairie"), func(n *newPack) *string { return &n.Name2 }, checkText},
	{"phone2", "At which number does the second one answer?", "", func(n *newPack) string { return n.Phone }, func(n *newPack) *string { return &n.Phone2 }, checkPhone},
	{"hours2", "When is the second one there?", hoursHelp, usually("Tu,Th 09:00-12:00; PH off"), func(n *newPack) *string { return &n.Hours2 }, checkHours},
}

const (
	usualTitle   = "Poser une question à la mairie"
	usualSubject = "Question à la mairie"
)

// inEnglish translates what is usual; what the author has written, he
// translates himself.
func inEnglish(french string) string {
	switch french {
	case usualTitle:
		return "Ask the town hall a question"
	case usualSubject:
		return "Question to the town hall"
	}
	return french
}

const hoursHelp = "Days are Mo Tu We Th Fr Sa Su, PH are public holidays: Mo-Fr 08:30-12:00,13:30-17:00; We 08:30-12:00; PH off"
