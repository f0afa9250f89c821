// Package browsertest looks at the hub's pages with a real browser, Chromium: it
// steers them by the keyboard, looks for what keeps people out of them, and keeps
// pictures.
//
//	b := browsertest.Open(t, site.URL, browsertest.Devices)
//	browsertest.Ask(b, chromedp.Navigate(site.URL+"/desk/"))
//	b.Awaits("Relié au serveur")
//	b.Use("[data-duty]")
//	b.Check("on duty")
//
// The test fails in the end if the browser complained: a violation of the policy,
// a fault of a script.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for something to come true.
const patience = 60 * time.Second

// Tab is a browser with one window.
type Tab struct {
	*testing.T
	Ctx context.Context // of chromedp

	mu     sync.Mutex
	errors []string // of its console
}

// Devices gives a browser a camera and a microphone that are not there.
func Devices(o []chromedp.ExecAllocatorOption) []chromedp.ExecAllocatorOption {
	return append(o, chromedp.Flag("use-fake-device-for-media-stream", "fps=30"))
}

// Open opens a browser with an empty page, for a site at an address. Where there is
// none the test is skipped, or fails if GUICHET_NEED_BROWSER is 1.
func Open(t *testing.T, address string, more ...func([]chromedp.ExecAllocatorOption) []chromedp.ExecAllocatorOption) *Tab {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("GUICHET_NEED_BROWSER") == "1" {
			t.Fatal("no chromium: apt install chromium")
		}
		t.Skip("no chromium")
	}
	o := options(program, address)
	for _, f := range more {
		o = f(o)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &Tab{T: t, Ctx: ctx}
	b.listen()
	b.Look(View{})
	t.Cleanup(b.quiet)
	return b
}

// options let calls be made between programs of this machine.
func options(program, address string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WindowSize(1280, 800),
		chromedp.Flag("allow-loopback-in-peer-connection", true), chromedp.Flag("disable-features", "WebRtcHideLocalIpsWithMdns"),
		chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.Flag("mute-audio", false),
		chromedp.Flag("ignore-certificate-errors", strings.HasPrefix(address, "https:"))) // of its own authority
}

// listen notes what the browser complains about.
func (b *Tab) listen() {
	b.Helper()
	if err := chromedp.Listen(b.Ctx, b.note); err != nil {
		b.Fatal(err)
	}
	if _, err := chromedp.Call(b.Ctx, log.Enable, cdp.Empty{}); err != nil {
		b.Fatal(err)
	}
}

func (b *Tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceSecurity || e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.errors = append(b.errors, e.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError && len(e.Args) > 0 {
			b.errors = append(b.errors, string(e.Args[0].Value))
		}
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	}
}

// quiet wants that the browser complained about nothing.
func (b *Tab) quiet() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errors {
		b.Errorf("the browser says: %s", e)
	}
}

// Ask runs an action in the window, within a while.
func Ask[T any](b *Tab, a chromedp.Action[T]) T {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, a)
	if err != nil {
		b.Fatalf("the browser: %v", err)
	}
	return got
}

// JS gives the value of an expression of the page.
func JS[T any](b *Tab, expression string) T {
	b.Helper()
	return Ask(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Text is the path of the page and what it says; nothing while another is on its
// way.
func (b *Tab) Text() string {
	ctx, cancel := context.WithTimeout(b.Ctx, patience)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? location.pathname + "\n" + document.body.innerText : ""`))
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}

// Awaits waits until the page says something.
func (b *Tab) Awaits(sentence string) {
	b.Helper()
	for end := time.Now().Add(patience); !strings.Contains(b.Text(), sentence); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatalf("the page does not say %q:\n%s", sentence, b.Text())
		}
	}
}

// Holds waits until an expression of the page is true.
func (b *Tab) Holds(what, expression string) {
	b.Helper()
	Until(b.T, what, func() bool { return JS[bool](b, "!!("+expression+")") })
}

// Until waits for something to come true.
func Until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
	}
}
