// Package papers turns what an agent wants printed into pages to look at and a
// document to print: a notification of the pack, filled in, or a PDF of the
// agent's.
//
// A PDF comes from outside. pdftoppm (poppler-utils) draws it, a process of its
// own with little memory and time, through pipes: nothing personal touches the
// disk.
package papers
