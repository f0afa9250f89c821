package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"guichet/forms"
	"guichet/kiosk/preview"
	"guichet/kiosk/session"
)

const previewUsage = `usage: kiosk preview [flags] PACK

Draws every page and every paper of a pack, a folder or an archive, and one
sheet to show: apercu.html. No display is needed.

`

// previewFlags are what stands behind "kiosk preview".
type previewFlags struct {
	options preview.Options
	pack    string
	watch   bool
}

var (
	sizeWords  = map[string]session.Size{"small": session.Small, "normal": session.Normal, "large": session.Large, "huge": session.Huge}
	themeWords = map[string]session.Theme{"light": session.Light, "dark": session.Dark, "contrast": session.Contrast}
)

func parsePreview(args []string, out io.Writer) (previewFlags, error) {
	var f previewFlags
	set := flag.NewFlagSet("kiosk preview", flag.ContinueOnError)
	set.SetOutput(out)
	set.Usage = func() { fmt.Fprint(out, previewUsage); set.PrintDefaults() }
	langs := set.String("lang", "fr,fr-x-falc", "`languages`, the first one on the left")
	size := set.String("size", "normal", "`size` of the letters: small, normal, large, huge")
	theme := set.String("theme", "light", "`colours`: light, dark, contrast")
	screen := set.String("screen", "1080x1920", "the screen in `pixels`")
	set.StringVar(&f.options.Folder, "out", "", "`folder` for the sheet and the pictures (default apercu-PACK)")
	set.BoolVar(&f.watch, "watch", false, "draw again at each change, until Ctrl-C")
	pack, err := oneArgument(set, args)
	if err != nil {
		return f, err
	}
	f.pack = pack
	if f.options.Folder == "" {
		f.options.Folder = preview.DefaultFolder(f.pack)
	}
	for _, l := range strings.Split(*langs, ",") {
		f.options.Langs = append(f.options.Langs, forms.Lang(l))
	}
	var known bool
	if f.options.Size, known = sizeWords[*size]; !known {
		return f, fmt.Errorf("-size is small, normal, large or huge, not %q", *size)
	}
	if f.options.Theme, known = themeWords[*theme]; !known {
		return f, fmt.Errorf("-theme is light, dark or contrast, not %q", *theme)
	}
	return f, readScreen(*screen, &f.options)
}

// oneArgument takes flags before and after the pack.
func oneArgument(set *flag.FlagSet, args []string) (string, error) {
	if err := set.Parse(args); err != nil {
		return "", err
	}
	if set.NArg() == 0 {
		set.Usage()
		return "", errors.New("name a pack: its folder, or its archive")
	}
	pack := set.Arg(0)
	if err := set.Parse(set.Args()[1:]); err != nil {
		return "", err
	}
	if set.NArg() > 0 {
		return "", fmt.Errorf("%q is one word too many", set.Arg(0))
	}
	return pack, nil
}

// readScreen reads "1080x1920"; a screen is between a telephone and a wall.
func readScreen(s string, o *preview.Options) error {
	var more string
	n, _ := fmt.Sscanf(s, "%dx%d%s", &o.Width, &o.Height, &more)
	if n != 2 || min(o.Width, o.Height) < 320 || max(o.Width, o.Height) > 4096 {
		return fmt.Errorf("-screen is a size such as 1080x1920, not %q", s)
	}
	return nil
}

func runPreview(args []string, out io.Writer) error {
	f, err := parsePreview(args, out)
	if err != nil {
		return err
	}
	f.options.Say = out
	if f.watch {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		return preview.Watch(ctx, f.pack, f.options)
	}
	if err := preview.Once(f.pack, f.options); err != nil {
		return err
	}
	fmt.Fprintln(out, filepath.Join(f.options.Folder, preview.SheetName))
	return nil
}
