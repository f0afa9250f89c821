// Package preview shows a pack before any citizen sees it: every page as the
// kiosk draws it, every paper as the printer prints it, and one sheet in French
// for those who decide (the mayor, the service), with the condition of each
// page in words.
//
//	plan    answers that lead to every page and every exit (forms/engine)
//	play    a real visit in each language with these answers (kiosk/session)
//	gallery the views as pictures (kiosk/ui), the papers through a true driver
//	        and the simulated printer
//	sheet   one HTML file with all of it, to open and to print
//
// [Once] does it once; [Watch] does it again at each change of the folder, and
// paints only what has changed. A pack with faults gets a sheet too: it says
// where they are and how to mend them, above the pages as they were.
//
// No display is needed, and nothing of it is of a real person: the answers are
// made up from the form itself.
package preview
