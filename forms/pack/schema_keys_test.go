package pack

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
)

// node is the part of a schema that says which keys there are.
type node struct {
	Properties map[string]*node `json:"properties"`
	Required   []string         `json:"required"`
	Items      json.RawMessage  `json:"items"`
	Enum       []string         `json:"enum"`
	Ref        string           `json:"$ref"`
	Defs       map[string]*node `json:"$defs"`
}

func schema(t *testing.T, name string) *node {
	t.Helper()
	data, err := fs.ReadFile(Schemas(), name+".json")
	if err != nil {
		t.Fatal(err)
	}
	var n node
	if err := json.Unmarshal(data, &n); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &n
}

// item is the schema of what a list holds; nil where it is no object.
func (n *node) item(root *node) *node {
	var of node
	if n.Items == nil || json.Unmarshal(n.Items, &of) != nil {
		return nil
	}
	return of.in(root)
}

func (n *node) in(root *node) *node {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok {
		return root.Defs[name]
	}
	return n
}

// TestSchemasHaveTheKeysOfTheStructs: what a struct reads, its schema knows,
// and the other way; what it needs, the schema requires.
func TestSchemasHaveTheKeysOfTheStructs(t *testing.T) {
	for name, of := range map[string]reflect.Type{
		"pack": reflect.TypeFor[Manifest](), "form": reflect.TypeFor[rawForm](),
		"reminders": reflect.TypeFor[rawReminders](), "outputs": reflect.TypeFor[rawOutputs](),
	} {
		root := schema(t, name)
		sameKeys(t, name, root, root, of, map[reflect.Type]bool{})
	}
}

func sameKeys(t *testing.T, at string, n, root *node, of reflect.Type, seen map[reflect.Type]bool) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[forms.Condition]() || seen[of] {
		return
	}
	seen[of] = true
	var keys, required []string
	for f := range of.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" {
			continue
		}
		keys = append(keys, name)
		if option == "required" {
			required = append(required, name)
		}
		child := n.Properties[name]
		if child == nil {
			continue
		}
		if child = child.in(root); f.Type.Kind() == reflect.Slice {
			child = child.item(root)
		}
		if child != nil {
			sameKeys(t, at+"."+name, child, root, f.Type, seen)
		}
		if enum := strings.Fields(f.Tag.Get("oneof")); len(enum) > 0 {
			sameNames(t, at+"."+name, enum, child.Enum)
		}
	}
	sameNames(t, at, keys, slices.Collect(maps.Keys(n.Properties)))
	sameNames(t, at+" required", required, n.Required)
}

func sameNames(t *testing.T, at string, code, schema []string) {
	t.Helper()
	code, schema = slices.Sorted(slices.Values(code)), slices.Sorted(slices.Values(schema))
	if !slices.Equal(code, schema) {
		t.Errorf("%s: the code has %v, the schema %v", at, code, schema)
	}
}

func TestSchemasHaveTheNamesOfTheCode(t *testing.T) {
	form, pack, outputs := schema(t, "form"), schema(t, "pack"), schema(t, "outputs")
	page := form.Defs["page"].Properties
	var concepts, operators []string
	for _, c := range forms.Concepts() {
		concepts = append(concepts, c.ID)
	}
	for _, op := range []forms.Op{
		forms.And, forms.Or, forms.Not, forms.Eq, forms.Ne, forms.Lt, forms.Le, forms.Gt, forms.Ge,
		forms.In, forms.NotIn, forms.Empty, forms.InDepartement, forms.InRegion,
	} {
		operators = append(operators, string(op))
	}
	sameNames(t, "type", typeNames(), page["type"].Enum)
	sameNames(t, "concept", concepts, page["concept"].Enum)
	sameNames(t, "condition", operators, slices.Collect(maps.Keys(form.Defs["condition"].Properties)))
	contact := pack.Properties["contacts"].item(pack)
	var accessibility node
	if err := json.Unmarshal(contact.Properties["accessibility"].Items, &accessibility); err != nil {
		t.Fatal(err)
	}
	sameNames(t, "accessibility", Accessibility, accessibility.Enum)
	sameNames(t, "paper", Papers, outputs.Properties["outputs"].item(outputs).Properties["paper"].Enum)
}

// TestTheSchemaOfTestsHasTheKeysThatAreRead looks at the source of package
// trial, which is above this one.
func TestTheSchemaOfTestsHasTheKeysThatAreRead(t *testing.T) {
	tree, err := parser.ParseFile(token.NewFileSet(), "../trial/read.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{}
	ast.Inspect(tree, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if s, ok := spec.Type.(*ast.StructType); ok {
				keys[spec.Name.Name] = tagged(s)
			}
		}
		return true
	})
	root := schema(t, "test")
	test := root.Properties["tests"].item(root)
	sameNames(t, "test", keys["test"], slices.Collect(maps.Keys(test.Properties)))
	sameNames(t, "wrong", keys["wrong"], slices.Collect(maps.Keys(test.Properties["wrong"].item(root).Properties)))
	sameNames(t, "expect", keys["expect"], slices.Collect(maps.Keys(test.Properties["expect"].Properties)))
}

func tagged(s *ast.StructType) []string {
	var out []string
	for _, f := range s.Fields.List {
		if f.Tag == nil {
			continue
		}
		name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("yaml"), ",")
		out = append(out, name)
	}
	return out
}
