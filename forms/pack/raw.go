package pack

import "guichet/forms"

// rawForm is form.yaml.
type rawForm struct {
	Sections []string  `yaml:"sections"`
	Exits    []rawExit `yaml:"exits"`
	Pages    []rawPage `yaml:"pages,required"`

	Same     []rawSame     `yaml:"same"`
	Computed []rawComputed `yaml:"computed"`
}

// rawSame is forms.Same.
type rawSame struct {
	Concept string           `yaml:"concept,required"`
	As      string           `yaml:"as,required"`
	If      *forms.Condition `yaml:"if"`
}

// rawComputed is a value that package calc works out of answers.
type rawComputed struct {
	ID   string `yaml:"id,required"`
	Type string `yaml:"type,required" oneof:"number money date yes_no text"`
	Expr string `yaml:"expr,required"`
}

type rawExit struct {
	ID  string `yaml:"id,required"`
	URL string `yaml:"url"`
}

type rawLeave struct {
	If *forms.Condition `yaml:"if,required"`
	To string           `yaml:"to,required"`
}

// rawPage has the keys of a page: forms.Page in snake case.
type rawPage struct {
	ID          string           `yaml:"id,required"`
	Section     string           `yaml:"section"`
	Type        string           `yaml:"type,required"`
	Optional    bool             `yaml:"optional"`
	Unknown     bool             `yaml:"unknown"`
	VisibleIf   *forms.Condition `yaml:"visible_if"`
	Leave       []rawLeave       `yaml:"leave"`
	Choices     []string         `yaml:"choices"`
	List        string           `yaml:"list"`
	Min         *int64           `yaml:"min"`
	Max         *int64           `yaml:"max"`
	MinDate     string           `yaml:"min_date"`
	MaxDate     string           `yaml:"max_date"`
	UnknownDay  bool             `yaml:"unknown_day"`
	MaxLength   int              `yaml:"max_length"`
	Concept     string           `yaml:"concept"`
	Pages       []rawPage        `yaml:"pages"`
	SummaryFrom string           `yaml:"summary_from"`
}

func (r *rawForm) form() *forms.Form {
	f := &forms.Form{Pages: pages(r.Pages), Lists: map[string]forms.List{}}
	for _, id := range r.Sections {
		f.Sections = append(f.Sections, forms.Section{ID: id})
	}
	for _, e := range r.Exits {
		f.Exits = append(f.Exits, forms.Exit{ID: e.ID, URL: e.URL})
	}
	for _, s := range r.Same {
		f.Same = append(f.Same, forms.Same(s))
	}
	return f
}

func pages(raw []rawPage) []forms.Page {
	var out []forms.Page
	for _, r := range raw {
		p := forms.Page{
			ID: r.ID, Section: r.Section, Type: forms.Type(r.Type), Optional: r.Optional,
			Unknown: r.Unknown, VisibleIf: r.VisibleIf, Choices: r.Choices, List: r.List,
			Min: r.Min, Max: r.Max, MinDate: r.MinDate, MaxDate: r.MaxDate,
			UnknownDay: r.UnknownDay, MaxLength: r.MaxLength, Concept: r.Concept,
			Pages: pages(r.Pages), SummaryFrom: r.SummaryFrom,
		}
		for _, l := range r.Leave {
			p.Leave = append(p.Leave, forms.Leave{If: l.If, To: l.To})
		}
		out = append(out, p)
	}
	return out
}
