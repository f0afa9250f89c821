package main

import (
	"slices"
	"strings"
	"testing"
)

const least = "key: hub.key\n"

func TestConfig(t *testing.T) {
	c, faults := parseConfig("/etc/guichet/kioskhub.yaml", sampleFor([]string{"hub.example"}))
	if faults != nil {
		t.Fatal(faults)
	}
	for got, want := range map[string]string{
		c.Address: "https://hub.example:8443", c.database(): "sqlite:/etc/guichet/data/hub.db",
		c.file(c.Key): "/etc/guichet/keys/hub.key", c.file("/x"): "/x", c.file(""): "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	c.Database = "postgres://u@h/guichet"
	if c.database() != "postgres://u@h/guichet" || c.room() != nil {
		t.Errorf("%q", c.database())
	}
}

// Everything that the sample shows in comments is right too.
func TestConfigOfComments(t *testing.T) {
	var b strings.Builder
	for line := range strings.Lines(string(sampleFor([]string{"hub.example"}))) {
		if rest, ok := strings.CutPrefix(line, "# "); ok && isYAML(rest) {
			line = rest
		}
		b.WriteString(line)
	}
	c, faults := parseConfig("kioskhub.yaml", []byte(b.String()))
	if faults != nil {
		t.Fatalf("%v\n%s", faults, b.String())
	}
	if len(c.Connectors) != 1 || c.OIDC == nil || c.Limits.Streams != 20000 || c.Metrics == "" || c.Plans == "" || len(c.Proxies) != 1 ||
		c.Desk == nil || len(c.Desk.Services) != 1 || !c.Desk.Services[0].Overflow || c.Desk.CallBack.Each != 4 || c.Desk.Relay == nil || c.Desk.Relay.Shared != 8443 {
		t.Errorf("%+v", c)
	}
}

// isYAML tells a line that was put in a comment from a sentence.
func isYAML(s string) bool {
	key, _, ok := strings.Cut(strings.TrimLeft(s, " -"), ":")
	known := []string{"behind_proxy", "plans", "metrics", "connectors", "name", "url", "secret_file", "oidc", "issuer", "client_id",
		"desk", "longest_wait", "services", "id", "names", "hours", "towns", "procedures", "languages", "agents", "phone",
		"overflow_to_phone", "sign_relay", "text_relay", "call_back", "window", "notice", "days", "each", "keep",
		"relay", "host", "udp", "tcp", "tls", "https_port", "public_address", "local_address", "min_port", "max_port", "peers",
		"limits", "streams", "submissions_mb", "enrolments_a_minute", "enrolments_a_minute_from_one_address"}
	return ok && slices.Contains(known, key)
}

const oneService = "services: [{id: a, names: {fr: A}, hours: 24/7}]"

// deskOf is a configuration with a desk.
func deskOf(text string) string { return least + "behind_proxy: [10.0.0.1]\ndesk:\n  " + text + "\n" }

func TestConfigRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "key",
		"key: 12\n":                             "want a text",
		least:                                   "nobody would encrypt",
		least + "listen: \"0.0.0.0:80\"\n":      "nobody would encrypt",
		least + "behind_proxy: [proxy]\n":       "no address",
		least + "tls: {certificate: a}\n":       "key",
		least + "adress: https://hub.example\n": "address",
		least + "behind_proxy: [10.0.0.1]\naddress: http://hub.example\n":                                                                                "not the address of a hub",
		least + "behind_proxy: [10.0.0.1]\naddress: https://hub.example/x\n":                                                                             "not the address of a hub",
		least + "behind_proxy: [10.0.0.1]\nmetrics: \":9090\"\n":                                                                                         "told to the network",
		least + "behind_proxy: [10.0.0.1]\nlimits: {streams: -1}\n":                                                                                      "cannot be",
		least + "behind_proxy: [10.0.0.1]\nlog_level: loud\n":                                                                                            "loud",
		least + "behind_proxy: [10.0.0.1]\noidc: {issuer: https://x, client_id: y, secret_file: z}\n":                                                    "send people back",
		least + "behind_proxy: [10.0.0.1]\nconnectors: [{name: a, url: \"http://x.example\", secret_file: z}]\n":                                         "https://",
		least + "behind_proxy: [10.0.0.1]\nconnectors: [{name: a, url: \"https://x\", secret_file: z}, {name: a, url: \"https://x\", secret_file: z}]\n": "this name",
		deskOf("services: []"): "nobody to call",
		deskOf("service: []"):  "service",
		deskOf("services: [{id: A, names: {fr: A}, hours: 24/7}]"):                                       "no id",
		deskOf("services: [{id: a, names: {en: A}, hours: 24/7}]"):                                       "no French name",
		deskOf("services: [{id: a, names: {fr: A}, hours: always}]"):                                     "no opening hours",
		deskOf("services: [{id: a, names: {fr: A}, hours: \"off\"}]"):                                    "never open",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7, phone: \"0199\"}]"):                      "cannot be called",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7, overflow_to_phone: true}]"):              "no phone",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7, towns: [\"1234\"]}]"):                    "COG code",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7, languages: [French]}]"):                  "no language",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7, sign_relay: \"http://x\"}]"):             "no safe link",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7, longest_wait: 9h}]"):                     "nobody waits",
		deskOf(oneService + "\n  call_back: {window: 1m}"):                                               "no times",
		deskOf(oneService + "\n  call_back: {days: 99}"):                                                 "no numbers",
		deskOf(oneService + "\n  relay: {outside: [\"turn:x\"]}"):                                        "have a secret",
		deskOf(oneService + "\n  relay: {udp: \":3478\", host: h}"):                                      "that others reach",
		deskOf(oneService + "\n  relay: {host: h, public_address: 192.0.2.1}"):                           "listens nowhere",
		deskOf(oneService + "\n  relay: {udp: \":3478\", public_address: 192.0.2.1}"):                    "where the relay is",
		deskOf(oneService + "\n  relay: {tls: \":5349\"}"):                                               "no certificate",
		deskOf(oneService + "\n  relay: {udp: \":3478\", peers: [town]}"):                                "no network",
		deskOf(oneService + "\n  relay: {udp: \":3478\", public_address: hub}"):                          "no address",
		deskOf(oneService + "\n  relay: {udp: \":3478\", min_port: 70000}"):                              "no port",
		deskOf("services: [{id: a, names: {fr: A}, hours: 24/7}, {id: a, names: {fr: A}, hours: 24/7}]"): "have this id",
	} {
		if _, faults := parseConfig("kioskhub.yaml", []byte(text)); faults == nil || !strings.Contains(faults.Error(), want) {
			t.Errorf("%s: %v", text, faults)
		}
	}
	for _, good := range []string{"listen: 127.0.0.1:8080\n", "listen: localhost:8080\n", "behind_proxy: [10.0.0.0/8, \"::1\"]\n"} {
		if _, faults := parseConfig("kioskhub.yaml", []byte(least+good)); faults != nil {
			t.Errorf("%s: %v", good, faults)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(sampleFor([]string{"hub.example"}))
	f.Add([]byte(least + "behind_proxy: [10.0.0.0/8]\nlimits: {streams: -1}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, faults := parseConfig("kioskhub.yaml", data); faults == nil && c.file(c.Key) == "" {
			t.Error("a hub without a key")
		}
	})
}
