package papers

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os/exec"
	"strconv"
)

// draw gives the pages in greys. The process may take 400 MB, 10 s of the
// processor and write no file.
func draw(ctx context.Context, data []byte, dpi int) ([]*image.Gray, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, ErrPDF
	}
	cmd := exec.CommandContext(ctx, "prlimit", "--as=419430400", "--cpu=10", "--fsize=0", "--core=0", "--nofile=64", "--",
		"pdftoppm", "-q", "-gray", "-cropbox", "-r", strconv.Itoa(dpi), "-f", "1", "-l", strconv.Itoa(maxPages+1), "-")
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"}
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	pages, err := readPages(bufio.NewReaderSize(out, 1<<16))
	io.Copy(io.Discard, out)
	if ended := cmd.Wait(); err == nil && ended != nil {
		err = ErrPDF
	}
	if errors.Is(err, ErrPDF) && bytes.Contains(data, encrypted) {
		err = ErrLocked
	}
	return pages, err
}

// encrypted stands in the trailer of a PDF that is (ISO 32000-1, 7.6.1). One that
// opens without a password is drawn all the same.
var encrypted = []byte("/Encrypt")

// maxPixels bounds a page: a PDF may say that it is a kilometre wide. For one
// that it has no memory for, pdftoppm writes a page of one pixel and exits with 0.
const (
	maxPixels = 3000 * 4500
	minSide   = 16
)

// readPages reads pictures one after the other, as PGM
// (https://netpbm.sourceforge.net/doc/pgm.html), until the end.
func readPages(r *bufio.Reader) ([]*image.Gray, error) {
	var all []*image.Gray
	for {
		if _, err := r.Peek(1); err == io.EOF {
			break
		}
		page, err := readPGM(r)
		if err != nil {
			return nil, err
		}
		if all = append(all, page); len(all) > maxPages {
			return nil, ErrLong
		}
	}
	if len(all) == 0 {
		return nil, ErrPDF
	}
	return all, nil
}

func readPGM(r *bufio.Reader) (*image.Gray, error) {
	var width, height, most int
	var end byte
	if n, err := fmt.Fscanf(r, "P5\n%d %d\n%d%c", &width, &height, &most, &end); n != 4 || err != nil || most != 255 {
		return nil, ErrPDF
	}
	if min(width, height) < minSide || width > maxPixels/height {
		return nil, ErrPDF
	}
	page := image.NewGray(image.Rect(0, 0, width, height))
	if _, err := io.ReadFull(r, page.Pix); err != nil {
		return nil, ErrPDF
	}
	return page, nil
}

// trim is the part of a page that has ink, with a small margin; empty where it
// is white.
func trim(page *image.Gray) *image.Gray {
	var ink image.Rectangle
	for y := range page.Rect.Dy() {
		row := page.Pix[y*page.Stride:][:page.Rect.Dx()]
		if first, last := inked(row); first < last {
			ink = ink.Union(image.Rect(first, y, last, y+1))
		}
	}
	if ink.Empty() {
		return &image.Gray{}
	}
	return page.SubImage(ink.Inset(-2).Intersect(page.Rect)).(*image.Gray)
}

// inked is where a row begins and ends to be darker than the paper.
func inked(row []byte) (first, last int) {
	const paper = 250
	for first < len(row) && row[first] >= paper {
		first++
	}
	for last = len(row); last > first && row[last-1] >= paper; {
		last--
	}
	return first, last
}
