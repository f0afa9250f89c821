package forms

// kind is all that one type of page knows how to do.
type kind struct {
	// fields are what the page asks to type or to pick.
	fields func(p *Page) []Field
	// parse checks an input that is not empty and gives the fields of its
	// answer.
	parse func(p *Page, in Input, today Day) (map[string]string, *Problem)
	// refill turns an answer back into an input; nil: the same fields.
	refill func(p *Page, a Answer) Input
	// format is the answer in lines, as a person writes it.
	format func(p *Page, a Answer, c, words Catalog) []string
}

// kinds is every type that asks something.
var kinds = map[Type]kind{
	YesNo:        {yesNoFields, parseYesNo, nil, formatYesNo},
	ChoiceOne:    {choiceOneFields, parseChoiceOne, nil, formatChoiceOne},
	ChoiceMany:   {choiceManyFields, parseChoiceMany, nil, formatChoiceMany},
	Civility:     {civilityFields, parseCivility, nil, formatCivility},
	Declaration:  {declarationFields, parseDeclaration, nil, formatDeclaration},
	ShortText:    {textFields, parseText, nil, formatValue},
	LongText:     {textFields, parseText, nil, formatLines},
	Number:       {numberFields, parseNumber, nil, formatNumber},
	Money:        {moneyFields, parseMoney, refillMoney, formatMoney},
	Date:         {dateFields, parseDate, refillDate, formatDate},
	Name:         {nameFields, parseName, nil, formatName},
	Address:      {addressFields, parseAddress, nil, formatAddress},
	Commune:      {communeFields, parseCommune, refillCommune, formatCommune},
	Phone:        {phoneFields, parsePhone, refillPhone, formatPhone},
	Email:        {emailFields, parseEmail, nil, formatValue},
	IBAN:         {ibanFields, parseIBAN, refillIBAN, formatIBAN},
	NIR:          {nirFields, parseNIR, refillNIR, formatNIR},
	ChoiceLinked: {linkedFields, parseLinked, nil, formatLinked},
	MonthYear:    {monthYearFields, parseDate, refillDate, formatDate},
	Country:      {countryFields, parseCountry, nil, formatCountry},
	File:         {fileFields, parseFile, nil, formatFile},
	Signature:    {signatureFields, parseSignature, nil, formatSignature},
	SIRET:        {siretFields, parseSIRET, refillSIRET, formatSIRET},
}
